package dev.binrun.server.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.Uncaught;
import dev.binrun.server.host.ServerException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class LinkLoopTest {
    private static final Error MISSING = new NoClassDefFoundError("com/google/gson/NotThere");

    private final Uncaught uncaught = new Uncaught();

    @Test
    void thread_endsUnexpectedly_groupAndLaterCallersGetTheCause() throws Exception {
        try (LinkLoop loop = loop()) {
            long start = System.nanoTime();
            loop.submit(() -> {
                throw new IllegalStateException("planted");
            });

            assertEquals("java.lang.IllegalStateException: planted", String.valueOf(uncaught.next()));
            ServerException failed = assertThrows(ServerException.class, () -> loop.apply(() -> {}));
            assertEquals(
                    "the network could not be changed, its thread has ended: java.lang.IllegalStateException: planted",
                    failed.getMessage());
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertTrue(took.compareTo(Duration.ofSeconds(9)) < 0, took::toString);
        }
    }

    @Test
    void thread_endsWhileATaskWaits_callerGetsTheCause() throws Exception {
        try (LinkLoop loop = loop()) {
            loop.submit(() -> loop.submit(() -> {
                throw MISSING;
            }));
            Error thrown = assertThrows(NoClassDefFoundError.class, () -> {
                while (true) {
                    loop.apply(() -> {});
                }
            });

            assertSame(MISSING, thrown);
            assertSame(MISSING, uncaught.next());
        }
    }

    @Test
    void apply_taskThrows_callerGetsTheExceptionAndTheLoopContinues() throws Exception {
        try (LinkLoop loop = loop()) {
            Error error = assertThrows(
                    NoClassDefFoundError.class,
                    () -> loop.apply(() -> {
                        throw MISSING;
                    }));
            IllegalStateException exception = assertThrows(
                    IllegalStateException.class,
                    () -> loop.apply(() -> {
                        throw new IllegalStateException("planted");
                    }));
            ServerException expected = assertThrows(
                    ServerException.class,
                    () -> loop.apply(() -> {
                        throw new ServerException("no port");
                    }));
            boolean[] applied = new boolean[1];
            loop.apply(() -> applied[0] = true);

            assertSame(MISSING, error);
            assertEquals("planted", exception.getMessage());
            assertTrue(expected.getMessage().startsWith("the network could not be changed: "), expected.getMessage());
            assertTrue(applied[0]);
            assertTrue(uncaught.isEmpty());
        }
    }

    @Test
    void apply_closedLoop_runsNothing() throws Exception {
        LinkLoop loop = loop();
        loop.close();
        loop.apply(() -> {
            throw MISSING;
        });
        assertTrue(uncaught.isEmpty());
    }

    private LinkLoop loop() throws InterruptedException {
        return uncaught.call(() -> new LinkLoop("test-loop"));
    }
}
