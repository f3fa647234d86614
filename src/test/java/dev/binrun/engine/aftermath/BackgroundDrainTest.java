package dev.binrun.engine.aftermath;

import static dev.binrun.verb.Judging.passes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.binrun.engine.Running;
import dev.binrun.verb.Background;
import dev.binrun.verb.GatheredMessages;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@Tag("slow")
class BackgroundDrainTest {
    @Test
    void reader_behindWhenTheStepsEnd_receivesTheRestBeforeTheChecks() {
        passes("""
                streams: [ { name: A, subjects: [a] } ]
                consumers: [ { stream: A, durable_name: c } ]
                steps:
                  - consumer sub: A c
                    as: got
                  - pub: { subject: a, data: "m-${i}", count: 20000, async: true }
                checks:
                  - delivered: { stream: A, consumer: c, exactly: once }
                """);
    }

    @Test
    void reader_heldBack_isClosedAndItsMissingMessagesAreReported() {
        Verdict verdict = Running.of("""
                streams: [ { name: A, subjects: [a] } ]
                consumers: [ { stream: A, durable_name: c, max_ack_pending: 1 } ]
                steps:
                  - consumer sub: { stream: A, consumer: c, ack: none }
                    as: got
                  - pub: { subject: a, data: "m-${i}", count: 3 }
                checks:
                  - delivered: { stream: A, consumer: c, at_least: once }
                """);

        assertEquals(Outcome.FAILED, verdict.outcome());
        assertTrue(
                verdict.message()
                        .startsWith("test.yaml:8: delivered: of 3 messages for consumer c of A, 2 never reached it"),
                verdict.message());
    }

    @Test
    void await_messagesArriveLate_waitsForThem() {
        Coming coming = new Coming(50);

        BackgroundDrain.await(List.of(coming));

        assertEquals(0, coming.left);
    }

    @Test
    void await_messagesAreBeingHandled_waitsForThem() {
        Coming coming = new Coming(0);
        long start = System.nanoTime();
        coming.busyUntil = start + Duration.ofMillis(500).toNanos();

        BackgroundDrain.await(List.of(coming));

        assertTrue(System.nanoTime() - coming.busyUntil >= 0);
    }

    @Test
    void await_threadIsInterrupted_returnsAtOnce() {
        Coming coming = new Coming(50);
        Thread.currentThread().interrupt();

        BackgroundDrain.await(List.of(coming));

        assertTrue(Thread.interrupted());
        assertEquals(50, coming.left);
    }

    /** Receives one more message before each question. */
    private static final class Coming implements Background {
        private final GatheredMessages gathered = GatheredMessages.messages(Optional.empty(), 0);
        private long left;
        private long busyUntil = System.nanoTime();

        Coming(long left) {
            this.left = left;
        }

        @Override
        public GatheredMessages gathered() {
            return gathered;
        }

        @Override
        public long pending() {
            if (left > 0) {
                left--;
                gathered.add(JsonObject::new);
            }
            return left;
        }

        @Override
        public boolean busy() {
            return System.nanoTime() - busyUntil < 0;
        }

        @Override
        public void close() {
            // nothing to close
        }
    }
}
