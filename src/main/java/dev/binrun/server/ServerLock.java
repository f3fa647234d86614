package dev.binrun.server;

import dev.binrun.server.host.ServerException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Runs the operations on a server one at a time. The wait for an operation can be interrupted and has a limit. */
final class ServerLock {
    private final ReentrantLock lock = new ReentrantLock();
    private final String server;

    /**
     * Creates a lock.
     *
     * @param server the server's name, for errors
     */
    ServerLock(String server) {
        this.server = server;
    }

    /** An operation with a deadline. */
    interface LockedOperation {
        /**
         * Runs the operation.
         *
         * @param deadline a time of {@link System#nanoTime()}
         */
        void run(long deadline);
    }

    /**
     * Runs an operation when the operations before it have ended.
     *
     * @param operation its past participle, for errors: "stopped", "paused"
     * @param limit the maximum time for the wait and the operation together
     * @throws ServerException if the wait takes too long or the thread is interrupted
     */
    void run(String operation, Duration limit, LockedOperation task) {
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            if (!lock.tryLock(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new ServerException(
                        "nats-server " + server + " cannot be " + operation + " within " + limit.toMillis()
                                + "ms, because another operation on it is running. Allow more time, or kill it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException(
                    "interrupted while waiting until nats-server " + server + " could be " + operation, e);
        }
        try {
            task.run(deadline);
        } finally {
            lock.unlock();
        }
    }
}
