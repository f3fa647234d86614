package dev.binrun.server.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class InterruptiblePollingTest {
    private final Polling polling = new Polling(Duration.ofMillis(1), Duration.ofMillis(10));
    private final AtomicInteger times = new AtomicInteger();

    @Test
    void interruptibly_conditionHoldsLater_returnsEmpty() throws Exception {
        assertEquals(
                Optional.empty(),
                polling.interruptibly(
                        in(Duration.ofSeconds(20)), () -> times.incrementAndGet() == 5 ? Optional.empty() : no()));
        assertEquals(5, times.get());
    }

    @Test
    void interruptibly_timeIsUp_returnsTheLastReason() throws Exception {
        long deadline = in(Duration.ofMillis(50));
        Optional<String> reason = polling.interruptibly(deadline, () -> {
            times.incrementAndGet();
            return no();
        });
        assertEquals(Optional.of("no " + times.get()), reason);
        assertTrue(times.get() > 1, times::toString);
        assertTrue(System.nanoTime() - deadline >= 0);
    }

    @Test
    void interruptibly_deadlineHasPassed_asksOnce() throws Exception {
        assertEquals(Optional.of("no 0"), polling.interruptibly(in(Duration.ofMillis(-1)), this::no));
    }

    @Test
    void interruptibly_answerIsLate_counts() throws Exception {
        long deadline = in(Duration.ofMillis(500));
        assertEquals(Optional.empty(), polling.interruptibly(deadline, () -> {
            while (System.nanoTime() - deadline <= 0) {
                LockSupport.parkNanos(deadline - System.nanoTime());
            }
            return Optional.empty();
        }));
    }

    @Test
    void interruptibly_questionThrows_throwsThat() {
        IOException e = assertThrows(
                IOException.class,
                () -> polling.interruptibly(in(Duration.ofSeconds(20)), () -> {
                    if (times.incrementAndGet() == 3) {
                        throw new IOException("broken");
                    }
                    return no();
                }));
        assertEquals("broken", e.getMessage());
    }

    @Test
    void interruptibly_threadIsInterrupted_throws() {
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> polling.interruptibly(in(Duration.ofSeconds(20)), this::no));
        assertFalse(Thread.interrupted());
    }

    private Optional<String> no() {
        return Optional.of("no " + times.get());
    }

    private static long in(Duration time) {
        return System.nanoTime() + time.toNanos();
    }
}
