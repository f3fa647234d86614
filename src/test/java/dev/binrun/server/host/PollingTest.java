package dev.binrun.server.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PollingTest {
    private final Polling polling = new Polling(Duration.ofMillis(1));
    private final AtomicInteger questions = new AtomicInteger();

    @Test
    void until_conditionHoldsLater_isEmpty() throws IOException {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        assertEquals(Optional.empty(), polling.until(deadline, () -> reasonUntil(3)));
        assertEquals(3, questions.get());
    }

    @Test
    void until_timeIsUp_returnsTheLastReason() throws IOException {
        long deadline = System.nanoTime() + Duration.ofMillis(20).toNanos();
        Optional<String> reason = polling.until(deadline, () -> reasonUntil(Integer.MAX_VALUE));
        assertEquals(Optional.of("question " + questions.get()), reason);
    }

    @Test
    void until_deadlineHasPassed_asksOnce() throws IOException {
        assertEquals(Optional.of("question 1"), polling.until(System.nanoTime() - 1, () -> reasonUntil(2)));
    }

    @Test
    void until_interrupted_throwsWithTheReason() {
        Thread.currentThread().interrupt();
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        ServerException failure =
                assertThrows(ServerException.class, () -> polling.until(deadline, () -> reasonUntil(2)));
        assertTrue(Thread.interrupted());
        assertEquals("interrupted while waiting: question 1", failure.getMessage());
    }

    private Optional<String> reasonUntil(int last) {
        int question = questions.incrementAndGet();
        return question >= last ? Optional.empty() : Optional.of("question " + question);
    }
}
