package dev.binrun.server;

import dev.binrun.server.host.ServerException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** What takes its time is done to a server one after the other; who waits for that can be interrupted, and only so long. */
final class ServerLock {
    private final ReentrantLock lock = new ReentrantLock();
    private final String server;

    /** @param server the server's name, for errors */
    ServerLock(String server) {
        this.server = server;
    }

    /** What is done, until when. */
    interface TurnWork {
        void run(long deadline);
    }

    /**
     * Does it when what was begun before is done.
     *
     * @param done what is done to the server, for errors
     * @param limit for the wait and the work together
     * @throws ServerException if its turn does not come in time, or who waits is interrupted
     */
    void take(String done, Duration limit, TurnWork work) {
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            if (!lock.tryLock(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new ServerException("nats-server " + server + " cannot be " + done + " within " + limit.toMillis()
                        + "ms: something else is being done to it. Give it more time, or kill it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("interrupted while waiting until nats-server " + server + " could be " + done, e);
        }
        try {
            work.run(deadline);
        } finally {
            lock.unlock();
        }
    }
}
