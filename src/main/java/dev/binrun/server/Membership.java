package dev.binrun.server;

import java.io.IOException;

/** The cluster that a server belongs to. It is informed about each start and end of the server's process. */
public interface Membership {
    /** The membership of a server that is not in a cluster. */
    Membership NONE = new Membership() {};

    /** Returns whether JetStream needs other servers. */
    default boolean isClustered() {
        return false;
    }

    /**
     * Returns whether a line of the server's log is about a request by which binrun checks whether the cluster is
     * ready.
     */
    default boolean isInternal(String line) {
        return false;
    }

    /** Called before the server's process is started. */
    default void processStarting(NatsServer server) {}

    /**
     * Called when clients can connect to the server.
     *
     * @param deadline a time of {@link System#nanoTime()}
     * @throws IOException if the server is not ready for its cluster until the deadline
     */
    default void serverListening(NatsServer server, long deadline) throws IOException {}

    /**
     * Called when a process of the server has ended; another process of the server may run already.
     *
     * @param pid the id of the process that has ended
     */
    default void processEnded(NatsServer server, long pid) {}

    /**
     * Waits until the server takes part in its cluster.
     *
     * @param deadline a time of {@link System#nanoTime()}
     * @throws IOException if it does not until the deadline; the message names the obstacle
     */
    default void awaitServing(NatsServer server, long deadline) throws IOException {}
}
