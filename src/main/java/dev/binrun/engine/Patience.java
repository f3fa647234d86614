package dev.binrun.engine;

import dev.binrun.form.Quantity;
import dev.binrun.history.Unreadable;
import dev.binrun.verb.VerbFailed;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Asks servers that may still be finding together again, until they answer or a time is over. */
final class Patience {
    private static final Duration POLL = Duration.ofMillis(20);

    private Patience() {}

    /** A question that is answered, or fails for a reason that may pass. */
    interface Question<T> {
        T ask() throws InterruptedException;
    }

    /**
     * The first answer.
     *
     * @param what is not there as long as it fails, for the message
     * @throws Unreadable if there was none in time, with the last reason
     */
    static <T> T ask(String what, Duration limit, Question<T> question) {
        Asking<T> asking = new Asking<>(question);
        if (asking.succeedsWithin(limit)) {
            return asking.answer;
        }
        throw new Unreadable(what + ", not within " + Quantity.write(limit) + ": " + asking.reason);
    }

    /** Whether there was an answer in time. */
    static boolean succeeds(Duration limit, Question<?> question) {
        return new Asking<>(question).succeedsWithin(limit);
    }

    private static Unreadable interrupted() {
        return new Unreadable("interrupted from outside");
    }

    private static final class Asking<T> {
        private final Question<T> question;
        private T answer;
        private String reason = "";

        Asking(Question<T> question) {
            this.question = question;
        }

        boolean succeedsWithin(Duration limit) {
            try {
                Awaitility.with()
                        .pollInSameThread()
                        .pollDelay(Duration.ZERO)
                        .pollInterval(POLL)
                        .atMost(limit)
                        .until(this::succeeds);
                return true;
            } catch (ConditionTimeoutException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw interrupted();
                }
                return false;
            }
        }

        private boolean succeeds() {
            try {
                answer = question.ask();
                return true;
            } catch (VerbFailed e) {
                reason = e.getMessage();
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw interrupted();
            }
        }
    }
}
