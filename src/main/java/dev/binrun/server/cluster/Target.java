package dev.binrun.server.cluster;

import dev.binrun.server.LogTail;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The system that a scenario runs against. {@link #faults()} is present if its processes and its network can be
 * controlled.
 */
@API(status = Status.EXPERIMENTAL)
public interface Target extends AutoCloseable {
    /**
     * Returns the URLs that a client can connect to, in the order of the nodes; they stay the same until {@link
     * #close()}.
     */
    List<String> urls(String client);

    /**
     * Returns the URL at which a client reaches one node.
     *
     * @throws dev.binrun.server.host.ServerException if there is no node of that name
     */
    String url(String client, String node);

    /**
     * Returns the URLs of all nodes without the network between them and their clients, so that no fault affects them.
     */
    List<String> directUrls();

    /** Returns the server version of the first node, such as {@code 2.14.0}. */
    String version();

    /** Returns whether the nodes form a cluster. */
    boolean isCluster();

    /** Returns the nodes that are not running, such as {@code n1 is stopped, n3 is paused}; empty if all run. */
    Optional<String> unavailableNodes();

    /** Returns whether a node has a replica of a consumer, in any account; false if the nodes do not form a cluster. */
    boolean hasConsumer(String stream, String consumer);

    /**
     * Waits until each node that runs and can reach a majority is healthy, knows the meta leader, and accepts replicas.
     *
     * @throws dev.binrun.server.host.ServerException if the time is up, with the reason for each node
     */
    void awaitHealthy(Duration limit);

    /** Returns the log of each node by the node's name, in the order of the nodes. */
    Map<String, LogTail> logs();

    /** Returns a local folder for files that live as long as the target. */
    Path folder();

    /** Returns the control over processes and network; empty if the target does not allow faults. */
    Optional<Faults> faults();

    /** Releases the target, and ends its servers if they are its own. */
    @Override
    void close();
}
