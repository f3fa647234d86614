package dev.binrun.server.cluster;

import dev.binrun.server.ServerOptions;
import dev.binrun.server.network.Network;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The settings of a cluster.
 *
 * @param nodes the number of nodes: 1, 3 or 5; 1 is a single server without a cluster
 * @param cuttable whether clients reach the nodes through the {@link Network}, so that they can be cut off; this costs
 *     throughput
 * @param server the settings of each node; the cluster sets the name, the port, the store and the monitoring
 * @param logLines returns the listener to the log of a node, by the node's name
 */
@API(status = Status.EXPERIMENTAL)
public record ClusterOptions(
        int nodes, boolean cuttable, ServerOptions server, Function<String, Consumer<String>> logLines) {
    private static final List<Integer> SIZES = List.of(1, 3, 5);

    /**
     * Creates options whose nodes share the listener to the log of the server's options.
     *
     * @throws IllegalArgumentException if a value is not allowed
     */
    public ClusterOptions(int nodes, boolean cuttable, ServerOptions server) {
        this(nodes, cuttable, server, node -> server.logLine());
    }

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if a value is not allowed
     */
    public ClusterOptions {
        if (!SIZES.contains(nodes)) {
            throw new IllegalArgumentException("a cluster must have 1, 3 or 5 nodes, was " + nodes);
        }
        if (server.port() != -1) {
            throw new IllegalArgumentException(
                    "the nodes of a cluster must choose their ports themselves (-1), was " + server.port());
        }
        if (server.storeDir().isPresent()) {
            throw new IllegalArgumentException("each node of a cluster must have a store of its own, but all would use "
                    + server.storeDir().get());
        }
    }

    /**
     * Returns the options of a cluster with temporary stores, whose connections can all be cut.
     *
     * @param nodes the number of nodes: 1, 3 or 5
     * @throws IllegalArgumentException for another number
     */
    public static ClusterOptions of(int nodes) {
        return new ClusterOptions(nodes, true, ServerOptions.ephemeral());
    }

    /** Returns the names of the nodes: n1, n2 and so on. */
    public List<String> names() {
        return IntStream.rangeClosed(1, nodes).mapToObj(i -> "n" + i).toList();
    }
}
