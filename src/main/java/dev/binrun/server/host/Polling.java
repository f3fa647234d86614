package dev.binrun.server.host;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits for what nobody tells of: asks again and again until it is so, or the time is up. Awaitility would start a thread for each
 * wait, and a wait here is often over with the first question.
 *
 * @param every how long to rest between two questions
 */
public record Polling(Duration every) {

    /** What is asked. */
    public interface Condition {
        boolean holds() throws IOException;
    }

    /**
     * Whether it was so in time; asks at least once.
     *
     * @param deadline of {@link System#nanoTime()}
     * @throws ServerException if the thread is interrupted
     */
    public boolean until(long deadline, Condition question) throws IOException {
        while (!question.holds()) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            LockSupport.parkNanos(every.toNanos());
            if (Thread.currentThread().isInterrupted()) {
                throw new ServerException("interrupted while waiting for a server");
            }
        }
        return true;
    }
}
