package dev.binrun.server.cluster;

import dev.binrun.server.ServerOptions;
import dev.binrun.server.network.Network;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * How a cluster is started.
 *
 * @param nodes how many: 1, 3 or 5; 1 is a server by itself
 * @param cuttable whether clients reach nodes through the {@link Network}, so that they can be cut off; it costs throughput
 * @param server how each node is started; its name, port, store folder and monitoring are the cluster's matter
 * @param logLines gets every line that a node writes, by the node's name
 */
public record ClusterOptions(
        int nodes, boolean cuttable, ServerOptions server, Function<String, Consumer<String>> logLines) {
    private static final List<Integer> SIZES = List.of(1, 3, 5);

    /** Options whose nodes share one listener to their logs, if the server's options have one. */
    public ClusterOptions(int nodes, boolean cuttable, ServerOptions server) {
        this(nodes, cuttable, server, node -> server.logLine());
    }

    public ClusterOptions {
        if (!SIZES.contains(nodes)) {
            throw new IllegalArgumentException("a cluster must have 1, 3 or 5 nodes, was " + nodes);
        }
        if (server.port() != -1) {
            throw new IllegalArgumentException(
                    "the nodes of a cluster must choose their ports themselves (-1), was " + server.port());
        }
        if (server.storeDir().isPresent()) {
            throw new IllegalArgumentException("the nodes of a cluster must have stores of their own, was "
                    + server.storeDir().get() + " for all of them");
        }
    }

    /** So many nodes with stores of their own, nothing kept, all connections cuttable. */
    public static ClusterOptions of(int nodes) {
        return new ClusterOptions(nodes, true, ServerOptions.ephemeral());
    }

    /** The names of the nodes: n1, n2, … */
    public List<String> names() {
        return IntStream.rangeClosed(1, nodes).mapToObj(i -> "n" + i).toList();
    }
}
