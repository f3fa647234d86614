package dev.binrun.server.host;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits for a condition that nothing announces, by asking again and again. Awaitility would start a thread for each
 * wait, and most of these waits end with the first question.
 *
 * @param interval the rest between two questions
 */
public record Polling(Duration interval) {

    /** A question about a condition. */
    public interface Question {
        /** Returns why the condition does not hold; empty if it holds. */
        Optional<String> ask() throws IOException;
    }

    /**
     * Asks until the condition holds, at least once.
     *
     * @param deadline a time of {@link System#nanoTime()}
     * @return empty if the condition held in time, otherwise the last reason why it did not hold
     * @throws ServerException if the thread is interrupted
     */
    public Optional<String> until(long deadline, Question question) throws IOException {
        Optional<String> reason = question.ask();
        while (reason.isPresent() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(interval.toNanos());
            if (Thread.currentThread().isInterrupted()) {
                throw new ServerException("interrupted while waiting: " + reason.get());
            }
            reason = question.ask();
        }
        return reason;
    }

    /** Returns the time until a deadline of {@link System#nanoTime()}, at least one nanosecond. */
    public static Duration remaining(long deadline) {
        return Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
    }
}
