package dev.binrun.server.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceLimitTest {
    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            value = {
                "Too many open files => OPEN_FILES",
                "Cannot run program \"nats-server\": error=24, Zu viele offene Dateien => OPEN_FILES",
                "[ERR] accept tcp: accept4: too many open files => OPEN_FILES",
                "unable to create native thread: possibly out of memory => PROCESSES",
                "Cannot run program \"sh\": error=11, Resource temporarily unavailable => PROCESSES",
                "runtime: failed to create new OS thread (have 5 already; errno=11) => PROCESSES",
            })
    void of_messageAboutALimit_isTheLimit(String message, ResourceLimit limit) {
        assertEquals(Optional.of(limit), ResourceLimit.in(message));
        assertEquals(Optional.of(limit), ResourceLimit.of(new UncheckedIOException(new IOException(message))));
    }

    @Test
    void of_otherMessages_isEmpty() {
        assertEquals(Optional.empty(), ResourceLimit.in("No space left on device"));
        assertEquals(Optional.empty(), ResourceLimit.of(new IOException()));
        assertEquals(Optional.empty(), ResourceLimit.of(new OutOfMemoryError("Java heap space")));
        assertEquals(Optional.empty(), ResourceLimit.reached());
    }

    @Test
    void serverException_causedByALimit_beginsWithItOnce() {
        ServerException inner = new ServerException("it did not start", new IOException("Too many open files"));

        assertTrue(
                inner.getMessage()
                        .matches("the limit of open files is reached \\(ulimit -n(: \\d+)?\\); raise it, or run fewer"
                                + " scenarios at once \\(--jobs\\): it did not start"),
                inner.getMessage());
        assertEquals(inner.getMessage(), new ServerException(inner.getMessage(), inner).getMessage());
        assertTrue(new ServerException("nats-server printed: failed to create new OS thread (ulimit -u)")
                .getMessage()
                .startsWith("the limit of processes and threads is reached (ulimit -u"));
        assertEquals("plain", new ServerException("plain", new IOException("no")).getMessage());
    }
}
