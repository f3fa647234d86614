package dev.binrun.server.cluster;

import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerState;
import dev.binrun.server.host.Polling;
import dev.binrun.server.host.ServerException;
import dev.binrun.server.network.Network;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Undoes the faults of a cluster. The order is: heal the network, resume paused nodes, wait for nodes that are ending,
 * start stopped nodes.
 */
final class FaultRecovery {
    private final Network network;
    private final List<NatsServer> nodes;
    private final Duration limit;
    private final long deadline;
    private final List<String> failures = new ArrayList<>();

    /**
     * Creates a recovery; its time starts now.
     *
     * @param limit the maximum time for all steps together
     */
    FaultRecovery(Network network, List<NatsServer> nodes, Duration limit) {
        this.network = network;
        this.nodes = nodes;
        this.limit = limit;
        this.deadline = System.nanoTime() + limit.toNanos();
    }

    /** Undoes all faults and returns the failures. */
    List<String> run() {
        attempt(network::heal);
        nodesIn(ServerState.PAUSED).forEach(node -> attempt(() -> node.resume(Polling.remaining(deadline))));
        ending().forEach(node -> attempt(() -> node.finish(Polling.remaining(deadline))));
        startAll();
        return failures;
    }

    /**
     * All nodes start together, because if most nodes are down, none serves before the others run. Includes the nodes
     * that are still starting.
     */
    private void startAll() {
        List<NatsServer> started =
                new ArrayList<>(nodes.stream().filter(NatsServer::isStarting).toList());
        nodesIn(ServerState.STOPPED).stream()
                .filter(node -> attempt(() -> node.launch(limit)))
                .forEach(started::add);
        started.stream()
                .filter(node -> attempt(() -> node.awaitListening(deadline)))
                .toList()
                .forEach(node -> attempt(() -> node.awaitServing(deadline)));
    }

    /** Their stop or lame duck mode has begun, but the process still runs. */
    private List<NatsServer> ending() {
        return nodes.stream()
                .filter(NatsServer::isAlive)
                .filter(node -> node.state() == ServerState.LAME_DUCK || node.state() == ServerState.STOPPED)
                .toList();
    }

    private List<NatsServer> nodesIn(ServerState state) {
        return nodes.stream().filter(node -> node.state() == state).toList();
    }

    private boolean attempt(Runnable task) {
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
}
