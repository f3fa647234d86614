package dev.binrun.server;

import java.io.IOException;

/** What a server belongs to, and tells of its comings and goings. */
public interface Membership {
    /** Of a server by itself. */
    Membership NONE = new Membership() {
        @Override
        public boolean clustered() {
            return false;
        }

        @Override
        public void starting(NatsServer server) {
            // nobody waits for it
        }

        @Override
        public void listening(NatsServer server, long deadline) {
            // it is reached directly
        }

        @Override
        public void ended(NatsServer server, long pid) {
            // nobody is to be told
        }

        @Override
        public void awaitServing(NatsServer server, long deadline) {
            // JetStream of a single server is there when it has answered
        }
    };

    /** Whether JetStream needs other servers. */
    boolean clustered();

    /** Its process is about to be started. */
    void starting(NatsServer server);

    /** Clients can connect. */
    void listening(NatsServer server, long deadline) throws IOException;

    /** That process has ended; another may run already. */
    void ended(NatsServer server, long pid);

    /**
     * Returns when it takes part again.
     *
     * @throws IOException saying what is missing, when the time is up
     */
    void awaitServing(NatsServer server, long deadline) throws IOException;
}
