package dev.binrun.server.cluster;

import dev.binrun.server.NatsServer;
import dev.binrun.server.network.Network;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** The control over a target's processes and network, and the roles by which a fault chooses a node. */
@API(status = Status.EXPERIMENTAL)
public interface Faults {
    /** Returns the nodes in the order of their names. */
    List<NatsServer> nodes();

    /**
     * Returns the node of that name.
     *
     * @throws dev.binrun.server.host.ServerException if there is no node of that name
     */
    NatsServer node(String name);

    /** Returns the network between the nodes, and between nodes and clients. */
    Network network();

    /**
     * Returns the leader of the meta group by the view of most nodes; empty without a cluster or without a majority.
     */
    Optional<String> metaLeader();

    /**
     * Returns the nodes with a replica of a stream or consumer, and their leader; empty if no node knows it, or without
     * a cluster.
     *
     * @throws dev.binrun.server.host.ServerException if several accounts have a stream of that name
     */
    Optional<RaftGroup> group(String stream, Optional<String> consumer);

    /** Returns the streams of all accounts, sorted; empty without a cluster. */
    List<String> streams();

    /** Returns whether a node does not serve, or a link is cut or delayed. */
    boolean hasFaults();

    /**
     * Undoes all faults. A node that ended by itself, or did not come back, stays away.
     *
     * @param limit for all of them together
     * @return the faults that could not be undone, with their reasons
     */
    List<String> undoFaults(Duration limit);

    /**
     * Waits until the nodes that are starting listen for clients, and kills those that do not.
     *
     * @param limit for all of them together
     */
    void awaitListening(Duration limit);
}
