package dev.binrun.server.host;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.pollinterval.IterativePollInterval;

/**
 * Asks a question again and again, on the calling thread, until a condition holds or the time is up.
 *
 * @param first the pause after the first question
 * @param longest the longest pause; each pause is twice as long as the one before
 */
public record Polling(Duration first, Duration longest) {
    private static final Optional<String> NOT_YET = Optional.of("");

    /** Asks for a condition that may hold later. A question can throw two types of checked exceptions. */
    public interface Question<A extends Exception, B extends Exception> {
        /** Returns the reason why the condition does not hold; empty if it holds. */
        Optional<String> reason() throws A, B, InterruptedException;
    }

    /** A condition that may hold later, without a reason why it does not. */
    public interface Condition<A extends Exception, B extends Exception> {
        /** Returns whether the condition holds. */
        boolean holds() throws A, B, InterruptedException;
    }

    /** Creates a polling whose pauses all have the same length. */
    public Polling(Duration every) {
        this(every, every);
    }

    /** Returns the time until a deadline of {@link System#nanoTime()}, at least one nanosecond. */
    public static Duration remaining(long deadline) {
        return Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
    }

    /**
     * Waits for a server as {@link #interruptibly} does. If the current thread is interrupted, it stays interrupted.
     *
     * @param deadline of {@link System#nanoTime()}
     * @return the last reason why the condition did not hold; empty if it holds
     * @throws ServerException if the current thread is interrupted, with the last reason
     */
    public <A extends Exception, B extends Exception> Optional<String> until(long deadline, Question<A, B> question)
            throws A, B {
        AtomicReference<String> reason = new AtomicReference<>("");
        try {
            return this.<A, B>interruptibly(deadline, () -> {
                Optional<String> now = question.reason();
                reason.set(now.orElse(""));
                return now;
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("interrupted while waiting: " + reason.get());
        }
    }

    /**
     * Waits until a condition holds. Asks at once, and a last time when the time is up. A question that was asked in
     * time may be answered later.
     *
     * @param deadline of {@link System#nanoTime()}
     * @return the last reason why the condition did not hold; empty if it holds
     * @throws InterruptedException if the current thread is interrupted
     */
    public <A extends Exception, B extends Exception> Optional<String> interruptibly(
            long deadline, Question<A, B> question) throws A, B, InterruptedException {
        AtomicReference<Optional<String>> reason = new AtomicReference<>(question.reason());
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        if (reason.get().isEmpty() || left.isZero() || left.isNegative()) {
            return reason.get(); // without the cost of Awaitility
        }
        try {
            Awaitility.with()
                    .dontCatchUncaughtExceptions() // those of other threads have other owners
                    .pollInSameThread()
                    .pollDelay(shorter(first, left.dividedBy(2)))
                    .pollInterval(
                            IterativePollInterval.iterative(pause -> shorter(pause.multipliedBy(2), longest), first))
                    .atMost(left)
                    .until(() -> {
                        reason.set(interruptible(question));
                        return reason.get().isEmpty();
                    });
            return Optional.empty();
        } catch (ConditionTimeoutException e) {
            return reason.get().isEmpty() ? Optional.empty() : interruptible(question);
        }
    }

    /** Waits up to a limit until a condition holds, as {@link #interruptibly} does, and returns whether it does. */
    public <A extends Exception, B extends Exception> boolean holds(Duration limit, Condition<A, B> condition)
            throws A, B, InterruptedException {
        return this.<A, B>interruptibly(
                        System.nanoTime() + limit.toNanos(), () -> condition.holds() ? Optional.empty() : NOT_YET)
                .isEmpty();
    }

    /** Awaitility sleeps on when its thread is interrupted. */
    private static <A extends Exception, B extends Exception> Optional<String> interruptible(Question<A, B> question)
            throws A, B, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return question.reason();
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
