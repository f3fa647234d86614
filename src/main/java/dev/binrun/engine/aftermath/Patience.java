package dev.binrun.engine.aftermath;

import dev.binrun.form.Quantity;
import dev.binrun.history.UnreadableException;
import dev.binrun.jetstream.VerbFailedException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks servers that may still be finding together again, until they answer or a time is over. That time is for beginning: an answer
 * that is on its way is waited for, as a long stream takes as long as it takes (which is why this is no Awaitility).
 */
final class Patience {
    private static final Duration POLL = Duration.ofMillis(20);

    private Patience() {}

    /** A question that is answered, or fails for a reason that may pass. */
    interface ServerQuestion<T> {
        T ask() throws InterruptedException;
    }

    /**
     * The first answer.
     *
     * @param what is wrong as long as it fails, for the message
     * @throws UnreadableException if there was none in time, with the last reason
     */
    static <T> T ask(String what, Duration limit, ServerQuestion<T> question) {
        String[] reason = {""};
        return first(limit, question, reason)
                .orElseThrow(() ->
                        new UnreadableException(what + ", not within " + Quantity.write(limit) + ": " + reason[0]));
    }

    /** Whether there was an answer in time. */
    static boolean succeeds(Duration limit, ServerQuestion<?> question) {
        return first(limit, question, new String[1]).isPresent();
    }

    private static <T> Optional<T> first(Duration limit, ServerQuestion<T> question, String[] reason) {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                return Optional.of(question.ask());
            } catch (VerbFailedException e) {
                reason[0] = e.getMessage();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new UnreadableException("interrupted from outside");
            }
            if (System.nanoTime() - end >= 0) {
                return Optional.empty();
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }
}
