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
import dev.binrun.server.cluster.Faults;
import dev.binrun.server.cluster.NatsCluster;
import dev.binrun.server.cluster.Target;
import dev.binrun.server.host.ResourceLimit;
import dev.binrun.server.host.ServerException;
import dev.binrun.verb.VerbTrait;
import dev.binrun.verdict.RunEnding;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The target of one run, and the state of its processes: which are lost, paused or starting. Answers that need
 * processes are empty if the target does not allow faults.
 */
public final class Servers implements AutoCloseable {
    /** After all nodes were killed, a cluster needs 11 to 12 s to serve again. */
    private static final Duration UNDO_LIMIT = Duration.ofSeconds(40);

    /** In bytes: JetStream may use three quarters of the free space (server.go, dynJetStreamConfig). */
    private static final long FULL_DISK = 64 * 1024;

    /** In bytes: a server closes a connection with more than 64 MiB of unread data, which one large pull can reach. */
    private static final long MAX_PENDING = 1L << 30;

    private static final int LAST_LINES = 20;

    private final Target target;
    private final Optional<SystemUser> systemUser;
    private final boolean own;

    private Servers(Target target, Optional<SystemUser> systemUser, boolean own) {
        this.target = target;
        this.systemUser = systemUser;
        this.own = own;
    }

    /**
     * Starts the target of a scenario. This is the only place that selects a target: a scenario with {@code server.url}
     * would get one that starts nothing and has no faults.
     *
     * @param logLines returns the consumer of a node's log lines by the node's name
     * @param keepable whether the servers may outlive this JVM
     * @throws ServerException if the target does not start
     */
    static Servers start(
            SimConfig config,
            Map<String, String> environment,
            Function<String, Consumer<String>> logLines,
            boolean keepable) {
        Optional<SystemUser> systemUser = SystemUser.of(config);
        JsonObject ofScenario =
                config.server().config().map(JsonObject::deepCopy).orElseGet(JsonObject::new);
        if (ofScenario.keySet().stream().noneMatch("max_pending"::equalsIgnoreCase)) {
            ofScenario.addProperty("max_pending", MAX_PENDING);
        }
        ServerOptions options = ServerOptions.ephemeral()
                .withKeepable(keepable)
                .withEnvironment(environment)
                .withBinary(NatsBinary.find(environment)) // a version per node: one binary for each in ClusterOptions
                .withConfig(systemUser.map(user -> user.in(ofScenario)).orElse(ofScenario));
        boolean cuttable = config.uses(verb -> verb.is(VerbTrait.CUTS_NETWORK));
        NatsCluster cluster =
                NatsCluster.takeWarm(new ClusterOptions(config.server().nodeCount(), cuttable, options, logLines));
        Servers servers = new Servers(cluster, systemUser, true);
        try {
            if (cuttable) {
                config.clientNames().forEach(cluster.network()::addClient);
            }
            return servers;
        } catch (ServerException e) {
            try (servers) {
                throw e; // a failure to close becomes a suppressed exception
            }
        }
    }

    /** Returns a target that runs already, and that its owner closes. */
    static Servers of(Target target, SimConfig config) {
        if (target.isCluster()) {
            target.faults().ifPresent(faults -> config.clientNames().forEach(faults.network()::addClient));
        }
        return new Servers(target, Optional.empty(), false);
    }

    /** Returns whether the target ends with the scenario. */
    boolean isOwn() {
        return own;
    }

    /** Returns the system that the scenario runs against. */
    public Target target() {
        return target;
    }

    /** Returns the user in the system account; empty if the scenario does not need it or cannot have it. */
    Optional<SystemUser> systemUser() {
        return systemUser;
    }

    /** Returns the first server that ended by itself or did not come back. */
    Optional<NatsServer> lost() {
        return nodes().filter(node -> node.state().isLost()).findFirst();
    }

    /** Returns the servers that were started and have not served yet. */
    List<NatsServer> starting() {
        return nodes().filter(NatsServer::isStarting).toList();
    }

    /** Returns the paused servers. */
    List<NatsServer> paused() {
        return nodes().filter(node -> node.state() == ServerState.PAUSED).toList();
    }

    /**
     * Returns the ending of a run that lost a server.
     *
     * @param meanwhile what the run did when the loss was noticed
     */
    RunEnding lost(NatsServer server, String meanwhile) {
        String name = target.isCluster() ? "the server " + server.name() : "the server";
        String fate = server.state() == ServerState.GONE ? " did not come back: " : " ended by itself: ";
        OptionalInt status = server.exitStatus();
        return RunEnding.broken(
                name + fate + meanwhile,
                "exit status " + (status.isPresent() ? status.getAsInt() : "unknown") + ", its last log lines:\n  "
                        + String.join("\n  ", server.log().tail(LAST_LINES)));
    }

    /** Returns the log lines of all servers by time, in a cluster each after its node's name. */
    List<LogTail.Line> log() {
        return target.logs().entrySet().stream()
                .flatMap(log -> log.getValue().lines().stream()
                        .map(line -> target.isCluster()
                                ? new LogTail.Line(line.at(), log.getKey() + " " + line.text())
                                : line))
                .sorted(Comparator.comparing(LogTail.Line::at))
                .toList();
    }

    /** Returns a sentence if the servers' disk is full: errors on a full disk prove nothing about the servers. */
    Optional<String> fullDisk() {
        Path folder = target.folder();
        boolean full = log().stream().anyMatch(line -> line.text().contains("no space left on device"))
                || folder.toFile().getUsableSpace() < FULL_DISK;
        return full
                ? Optional.of("the disk of " + folder.getParent().getParent()
                        + " is full (free some space, or choose another disk with -Djava.io.tmpdir=…)")
                : Optional.empty();
    }

    /**
     * Returns a sentence if a limit of the operating system is reached: failures at a limit prove nothing about the
     * servers.
     */
    Optional<String> limit() {
        return log().stream()
                .flatMap(line -> ResourceLimit.in(line.text()).stream())
                .findFirst()
                .or(ResourceLimit::reached)
                .map(ResourceLimit::sentence);
    }

    /**
     * Returns whether a node does not serve or a link is cut or delayed; also true if the current thread is
     * interrupted.
     */
    boolean hasFaults() {
        return Thread.currentThread().isInterrupted()
                || target.faults().filter(Faults::hasFaults).isPresent();
    }

    /** Kills the paused servers, because a client with unsent data needs seconds to close its connection to one. */
    void killPaused() {
        paused().forEach(NatsServer::kill);
    }

    /**
     * Waits until the servers that are starting listen for clients. A server that does not in time did not come back.
     */
    void awaitListening(Duration limit) {
        target.faults().ifPresent(faults -> faults.awaitListening(limit));
    }

    /** Undoes all faults and returns the problems with that; does nothing if the current thread is interrupted. */
    List<String> undoFaults() {
        return Thread.currentThread().isInterrupted()
                ? List.of()
                : target.faults().map(faults -> faults.undoFaults(UNDO_LIMIT)).orElse(List.of());
    }

    @Override
    public void close() {
        if (own) {
            target.close();
        }
    }

    private Stream<NatsServer> nodes() {
        return target.faults().stream().flatMap(faults -> faults.nodes().stream());
    }
}
