package dev.binrun.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.server.host.ServerException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LogTailTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    private final LogTail log = new LogTail(line -> line.contains("> binrun-ready"));

    @Test
    void lines_beyondTheCapacity_firstLinesAreDropped() {
        for (int i = 0; i < 10_005; i++) {
            log.add("line " + i);
        }
        assertEquals(10_000, log.lines().size());
        assertEquals("line 5", log.lines().get(0).text());
        assertEquals(List.of("line 10003", "line 10004"), log.tail(2));
    }

    @Test
    void await_lineExists_returnsIt() {
        log.add("one");
        log.add("two");
        assertEquals(
                "two", log.await("two"::equals, Duration.ZERO).orElseThrow().text());
    }

    @Test
    void await_lineIsWrittenLater_returnsIt() {
        CompletableFuture<LogTail.Line> waiting = CompletableFuture.supplyAsync(
                () -> log.await("two"::equals, LONG).orElseThrow());
        log.add("one");
        log.add("two");
        assertEquals("two", waiting.join().text());
    }

    @Test
    void await_serverEnds_isEmptyAtOnce() {
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(
                () -> log.await("two"::equals, LONG).isPresent());
        log.add("one");
        log.close(log.end());
        assertFalse(waiting.join());
        assertTrue(log.awaitEnd(Duration.ZERO));
    }

    @Test
    void await_noLine_isEmptyAfterTheLimit() {
        assertTrue(log.await("two"::equals, Duration.ofMillis(10)).isEmpty());
        assertFalse(log.awaitEnd(Duration.ofMillis(10)));
    }

    @Test
    void await_interrupted_throwsAndKeepsTheInterrupt() {
        log.add("one");
        Thread.currentThread().interrupt();
        assertThrows(ServerException.class, () -> log.await("one"::equals, LONG));
        ServerException failure = assertThrows(ServerException.class, () -> log.await("two"::equals, LONG));
        assertTrue(Thread.interrupted());
        assertEquals("interrupted while waiting for a line of the server's log", failure.getMessage());
    }

    /** This happens with a lame duck, which ends by itself and is started again at once. */
    @Test
    void close_ofFormerProcessIsLate_logOfNextProcessStaysOpen() {
        LogTail log = new LogTail(line -> line.contains("> binrun-ready"));
        CompletableFuture<Void> before = log.end();
        log.beginProcess();
        CompletableFuture<Optional<LogTail.Line>> ready = CompletableFuture.supplyAsync(
                () -> log.awaitSinceStart("Server is ready"::equals, Duration.ofSeconds(10)));
        log.close(before);
        assertFalse(log.awaitEnd(Duration.ofMillis(20)));
        log.add("Server is ready");
        assertTrue(ready.join().isPresent());
    }
}
