package dev.binrun.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.server.host.ServerException;
import dev.binrun.verdict.BrokenException;
import dev.binrun.verdict.FailedException;
import dev.binrun.verdict.TimeUpException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class StepErrorsTest {
    @Test
    void translate_interruptedInTime_throwsTheInterrupt() {
        InterruptedException interrupt = new InterruptedException("last");
        assertSame(
                interrupt,
                assertThrows(
                        InterruptedException.class,
                        () -> translate(Duration.ofHours(1), () -> {
                            throw interrupt;
                        })));
    }

    @Test
    void translate_interruptedAfterTheDeadline_isTimeUpWithTheLastObservation() {
        TimeUpException e = assertThrows(
                TimeUpException.class,
                () -> translate(Duration.ZERO, () -> {
                    throw new InterruptedException("expected 3, was 2");
                }));
        assertEquals("expected 3, was 2", e.getMessage());
    }

    @Test
    void translate_serverErrorAfterTheDeadline_isTimeUp() {
        TimeUpException e = assertThrows(
                TimeUpException.class,
                () -> translate(Duration.ZERO, () -> {
                    throw new ServerException("n1 did not start");
                }));
        assertEquals("n1 did not start", e.getMessage());
    }

    @Test
    void translate_serverErrorOfAnInterruptedThread_isAnInterrupt() {
        assertEquals(
                "n1 did not start",
                assertThrows(
                                InterruptedException.class,
                                () -> translate(Duration.ofHours(1), () -> {
                                    Thread.currentThread().interrupt();
                                    throw new ServerException("n1 did not start");
                                }))
                        .getMessage());
        assertFalse(Thread.interrupted());
    }

    @Test
    void translate_serverError_isBrokenWithItsOtherLinesAsDetails() {
        BrokenException e = assertThrows(
                BrokenException.class,
                () -> translate(Duration.ofHours(1), () -> {
                    throw new ServerException("n1 did not start\n[ERR] port in use");
                }));
        assertEquals("t.yaml:3: n1 did not start", e.getMessage());
        assertEquals("[ERR] port in use", e.details());
    }

    @Test
    void translate_errorOfAVerb_isFailed() {
        assertEquals(
                "t.yaml:3: stream not found",
                assertThrows(
                                FailedException.class,
                                () -> translate(Duration.ofHours(1), () -> {
                                    throw VerbFailedException.of("stream not found");
                                }))
                        .getMessage());
    }

    private static void translate(Duration timeout, StepErrors.Work work) throws InterruptedException {
        try (Deadline deadline = Deadline.in(timeout)) {
            StepErrors.translate(deadline, () -> "t.yaml:3: ", work);
        }
    }
}
