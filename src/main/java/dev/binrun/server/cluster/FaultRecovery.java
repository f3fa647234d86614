package dev.binrun.server.cluster;

import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerState;
import dev.binrun.server.host.Polling;
import dev.binrun.server.host.ServerException;
import dev.binrun.server.network.Network;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Undoes what faults have left: first what keeps nodes from each other, then what holds them, then what has ended. */
final class FaultRecovery {
    private final Network network;
    private final List<NatsServer> nodes;
    private final Duration limit;
    private final long deadline;
    private final List<String> failures = new ArrayList<>();

    /** @param limit for all of it together */
    FaultRecovery(Network network, List<NatsServer> nodes, Duration limit) {
        this.network = network;
        this.nodes = nodes;
        this.limit = limit;
        this.deadline = System.nanoTime() + limit.toNanos();
    }

    /** Does it; what could not be undone, and why. */
    List<String> run() {
        succeeds(network::heal);
        nodesIn(ServerState.PAUSED).forEach(node -> succeeds(() -> node.resume(left())));
        ending().forEach(node -> succeeds(() -> node.finish(left())));
        startAll();
        return failures;
    }

    /** Together, for where most are down none serves before the others are there; those too that are still starting. */
    private void startAll() {
        List<NatsServer> started =
                new ArrayList<>(nodes.stream().filter(NatsServer::isStarting).toList());
        nodesIn(ServerState.STOPPED).stream()
                .filter(node -> succeeds(() -> node.launch(limit)))
                .forEach(started::add);
        started.stream()
                .filter(node -> succeeds(() -> node.awaitListening(deadline)))
                .toList()
                .forEach(node -> succeeds(() -> node.awaitServing(deadline)));
    }

    /** Those that were told to end, and have not yet. */
    private List<NatsServer> ending() {
        return nodes.stream()
                .filter(NatsServer::isAlive)
                .filter(node -> node.state() == ServerState.LAME_DUCK || node.state() == ServerState.STOPPED)
                .toList();
    }

    private List<NatsServer> nodesIn(ServerState state) {
        return nodes.stream().filter(node -> node.state() == state).toList();
    }

    private boolean succeeds(Runnable task) {
        try {
            task.run();
            return true;
        } catch (ServerException e) {
            failures.add(e.getMessage());
            return false;
        } catch (RuntimeException e) {
            failures.add("a fault could not be undone: " + e);
            return false;
        }
    }

    private Duration left() {
        return Polling.remaining(deadline);
    }
}
