package dev.binrun.engine.aftermath;

import dev.binrun.form.Quantity;
import dev.binrun.history.UnreadableException;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.server.host.Polling;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * Asks servers that may still recover from faults, until they reply or the time is up. A request that was sent in time
 * may be answered later, because reading a long stream takes long.
 */
final class Patience {
    private static final Polling POLLING = new Polling(Duration.ofMillis(20));

    private Patience() {}

    /** A request that servers may not be able to answer yet. */
    interface ServerQuestion<T> {
        /**
         * Sends the request and returns the reply.
         *
         * @throws VerbFailedException if another attempt may succeed
         */
        T ask() throws InterruptedException;
    }

    /**
     * Returns the first reply.
     *
     * @param problem the beginning of the message if no reply arrives, such as {@code the stream A cannot be read}
     * @throws UnreadableException if no reply arrives in time, with the last reason
     */
    static <T> T ask(String problem, Duration limit, ServerQuestion<T> question) {
        AtomicReference<T> reply = new AtomicReference<>();
        until(limit, () -> reply.getAndSet(question.ask())).ifPresent(reason -> {
            throw new UnreadableException(problem + " within " + Quantity.write(limit) + ": " + reason);
        });
        return reply.get();
    }

    /** Returns whether a reply arrived in time. */
    static boolean succeeds(Duration limit, ServerQuestion<?> question) {
        return until(limit, question).isEmpty();
    }

    /** Returns whether a condition holds all the time. */
    static boolean stays(Duration time, BooleanSupplier condition) {
        return until(time, () -> {
                    if (condition.getAsBoolean()) {
                        throw VerbFailedException.of("the condition holds");
                    }
                    return false;
                })
                .isPresent();
    }

    private static Optional<String> until(Duration limit, ServerQuestion<?> question) {
        try {
            return POLLING.interruptibly(System.nanoTime() + limit.toNanos(), () -> {
                try {
                    question.ask();
                    return Optional.empty();
                } catch (VerbFailedException e) {
                    return Optional.of(e.getMessage());
                }
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnreadableException("interrupted from outside");
        }
    }
}
