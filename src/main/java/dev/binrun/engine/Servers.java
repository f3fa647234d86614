package dev.binrun.engine;

import com.google.gson.JsonObject;
import dev.binrun.engine.client.SystemUser;
import dev.binrun.scenario.SimConfig;
import dev.binrun.server.LogTail;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerOptions;
import dev.binrun.server.ServerState;
import dev.binrun.server.binary.NatsBinary;
import dev.binrun.server.cluster.ClusterOptions;
import dev.binrun.server.cluster.NatsCluster;
import dev.binrun.server.host.ResourceLimit;
import dev.binrun.server.host.ServerException;
import dev.binrun.verb.VerbTrait;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;

/** The servers of one run, of which there may be one only: started, and looked after until the run has been judged. */
public final class Servers implements AutoCloseable {
    /** After all nodes were killed a cluster takes 11 to 12 s to serve again. */
    private static final Duration UNDO_LIMIT = Duration.ofSeconds(40);

    /** In bytes: a server takes three quarters of what there is for what it may store (server.go, dynJetStreamConfig). */
    private static final long NEXT_TO_NOTHING = 64 * 1024;

    /** In bytes: beyond 64 MiB that a client has not read yet a server closes its connection, which one large pull can reach. */
    private static final long MAX_PENDING = 1L << 30;

    private final NatsCluster cluster;
    private final Optional<SystemUser> systemUser;

    private Servers(NatsCluster cluster, Optional<SystemUser> systemUser) {
        this.cluster = cluster;
        this.systemUser = systemUser;
    }

    /**
     * Starts what a scenario asks for.
     *
     * @param logLines gets every line that a node writes, by the node's name
     * @throws ServerException if it does not start
     */
    static Servers start(
            SimConfig config, Map<String, String> environment, Function<String, Consumer<String>> logLines) {
        Optional<SystemUser> systemUser = SystemUser.of(config);
        JsonObject theirs = config.server().config().map(JsonObject::deepCopy).orElseGet(JsonObject::new);
        if (theirs.keySet().stream().noneMatch("max_pending"::equalsIgnoreCase)) {
            theirs.addProperty("max_pending", MAX_PENDING);
        }
        ServerOptions options = ServerOptions.ephemeral()
                .withEnvironment(environment)
                .withBinary(NatsBinary.find(environment))
                .withConfig(systemUser.map(user -> user.in(theirs)).orElse(theirs));
        boolean cuttable = config.uses(verb -> verb.is(VerbTrait.CUTS_NETWORK));
        NatsCluster cluster =
                NatsCluster.start(new ClusterOptions(config.server().nodeCount(), cuttable, options, logLines));
        Servers servers = new Servers(cluster, systemUser);
        try {
            if (cuttable) {
                config.clientNames().forEach(cluster.network()::addClient);
            }
            return servers;
        } catch (ServerException e) {
            try (servers) {
                throw e; // and what goes wrong when it is closed is told beside it
            }
        }
    }

    /** The servers themselves. */
    public NatsCluster cluster() {
        return cluster;
    }

    /** Our user in their system account, if they have one. */
    Optional<SystemUser> systemUser() {
        return systemUser;
    }

    /** The version of all of them, such as {@code 2.14.0}. */
    public String version() {
        return cluster.nodes().get(0).version();
    }

    /** The first one that is not there though it should be: it ended by itself, or did not come back. */
    Optional<NatsServer> lost() {
        return cluster.nodes().stream().filter(node -> node.state().isLost()).findFirst();
    }

    /** Those that nobody has seen serve yet, since they were started. */
    List<NatsServer> starting() {
        return cluster.nodes().stream().filter(NatsServer::isStarting).toList();
    }

    /** What became of a server that is lost; it has its name where there are several. */
    String fate(NatsServer server) {
        return (cluster.nodes().size() == 1 ? "the server" : "the server " + server.name())
                + (server.state() == ServerState.GONE ? " did not come back" : " ended by itself");
    }

    /** What else is said of it: its exit status, and the last that it wrote. */
    static String lastWords(NatsServer server) {
        OptionalInt status = server.exitStatus();
        return "exit status " + (status.isPresent() ? status.getAsInt() : "unknown") + ", the last that it wrote:\n  "
                + String.join("\n  ", server.log().tail(20));
    }

    /** What all of them have written, in the order of time; by which, where there are several. */
    List<LogTail.Line> log() {
        if (cluster.nodes().size() == 1) {
            return cluster.nodes().get(0).log().lines();
        }
        return cluster.nodes().stream()
                .flatMap(node -> node.log().lines().stream()
                        .map(line -> new LogTail.Line(line.at(), node.name() + " " + line.text())))
                .sorted(Comparator.comparing(LogTail.Line::at))
                .toList();
    }

    /** That the disk is full where they store, if it is: what they then refuse is no fault of theirs. */
    Optional<String> fullDisk() {
        Path folder = cluster.nodes().get(0).folder();
        boolean full = log().stream().anyMatch(line -> line.text().contains("no space left on device"))
                || folder.toFile().getUsableSpace() < NEXT_TO_NOTHING;
        return full
                ? Optional.of("the disk of " + folder.getParent().getParent()
                        + " is full (free some, or choose another with -Djava.io.tmpdir=…)")
                : Optional.empty();
    }

    /** The limit of the operating system that is reached, if any; failures at a limit prove nothing about the servers. */
    Optional<String> limit() {
        return log().stream()
                .flatMap(line -> ResourceLimit.in(line.text()).stream())
                .findFirst()
                .or(ResourceLimit::reached)
                .map(ResourceLimit::sentence);
    }

    /** Returns whether a fault still holds: a node that does not run, or a link that is cut or delayed. Nothing is asked after an interrupt. */
    boolean hasFaults() {
        return Thread.currentThread().isInterrupted() || cluster.hasFaults();
    }

    /** Kills the servers that are paused: a client's connection to one ends only after seconds if it has data to send. */
    void killPaused() {
        cluster.nodes().stream()
                .filter(node -> node.state() == ServerState.PAUSED)
                .forEach(NatsServer::kill);
    }

    /** Waits until the servers that were being started listen for clients; one that does not in time did not come back. */
    void awaitListening(Duration limit) {
        cluster.awaitListening(limit);
    }

    /** Undoes all faults; what could not be undone. Who is interrupted from outside undoes nothing: all will be ended. */
    List<String> undoFaults() {
        return Thread.currentThread().isInterrupted() ? List.of() : cluster.undoFaults(UNDO_LIMIT);
    }

    @Override
    public void close() {
        cluster.close();
    }
}
