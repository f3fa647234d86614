package dev.binrun.engine;

import com.google.gson.JsonObject;
import dev.binrun.scenario.SimConfig;
import dev.binrun.server.ClusterOptions;
import dev.binrun.server.NatsBinary;
import dev.binrun.server.NatsCluster;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerException;
import dev.binrun.server.ServerLog;
import dev.binrun.server.ServerOptions;
import dev.binrun.server.ServerState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The servers of one run, of which there may be one only: started, and looked after until the run has been judged. */
final class Servers implements AutoCloseable {
    private static final Duration UNDO_LIMIT = Duration.ofSeconds(20);

    private final NatsCluster cluster;
    private final Optional<SystemUser> systemUser;

    private Servers(NatsCluster cluster, Optional<SystemUser> systemUser) {
        this.cluster = cluster;
        this.systemUser = systemUser;
    }

    /**
     * Starts what a scenario asks for.
     *
     * @throws ServerException if it does not start
     */
    static Servers start(SimConfig config, Map<String, String> environment) {
        Optional<SystemUser> systemUser = SystemUser.of(config);
        JsonObject theirs = config.server().config().orElseGet(JsonObject::new);
        ServerOptions options = ServerOptions.ephemeral()
                .withEnvironment(environment)
                .withBinary(NatsBinary.find(environment))
                .withConfig(systemUser.map(user -> user.in(theirs)).orElse(theirs));
        boolean cuttable = config.uses(verb -> verb.name().startsWith("network "));
        NatsCluster cluster =
                NatsCluster.start(new ClusterOptions(config.server().nodeCount(), cuttable, options));
        if (cuttable) {
            config.clientNames().forEach(cluster.network()::addClient);
        }
        return new Servers(cluster, systemUser);
    }

    /** The servers themselves. */
    NatsCluster cluster() {
        return cluster;
    }

    /** Our user in their system account, if they have one. */
    Optional<SystemUser> systemUser() {
        return systemUser;
    }

    /** The version of all of them, such as {@code 2.14.0}. */
    String version() {
        return cluster.nodes().get(0).version();
    }

    /** The first one that ended though nobody asked it to. */
    Optional<NatsServer> crashed() {
        return cluster.nodes().stream()
                .filter(node -> node.state() == ServerState.CRASHED)
                .findFirst();
    }

    /** What is said of a server that ended by itself: its exit status, and the last that it wrote. */
    static String lastWords(NatsServer server) {
        return "exit status " + server.exitStatus() + ", the last that it wrote:\n  "
                + String.join("\n  ", server.log().tail(20));
    }

    /** What a server is called in messages: by its name where there are several. */
    String called(NatsServer server) {
        return cluster.nodes().size() == 1 ? "the server" : "the server " + server.name();
    }

    /** What all of them have written, in the order of time; by which, where there are several. */
    List<ServerLog.Line> log() {
        if (cluster.nodes().size() == 1) {
            return cluster.nodes().get(0).log().lines();
        }
        return cluster.nodes().stream()
                .flatMap(node -> node.log().lines().stream()
                        .map(line -> new ServerLog.Line(line.at(), node.name() + " " + line.text())))
                .sorted(Comparator.comparing(ServerLog.Line::at))
                .toList();
    }

    /** Undoes all faults: what is cut, slow, paused, stopped or ending. Returns what could not be undone. */
    List<String> undoFaults() {
        List<String> failures = new ArrayList<>();
        cluster.network().heal();
        for (NatsServer node : cluster.nodes()) {
            try {
                switch (node.state()) {
                    case PAUSED -> node.resume();
                    case STOPPED -> node.start(UNDO_LIMIT);
                    case LAME_DUCK -> node.restart(UNDO_LIMIT);
                    case RUNNING, CRASHED -> {} // there is nothing to undo
                }
            } catch (ServerException e) {
                failures.add(e.getMessage());
            }
        }
        return failures;
    }

    @Override
    public void close() {
        cluster.close();
    }
}
