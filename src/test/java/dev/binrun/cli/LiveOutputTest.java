package dev.binrun.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nats.client.Connection;
import io.nats.client.Nats;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The output of the live system, as a shell sees it. */
@Timeout(120)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a POSIX shell is needed")
class LiveOutputTest {
    @TempDir
    Path folder;

    @Test
    void closedPipe_endsTheLiveSystemCleanly_withoutAMessage() throws Exception {
        String reader = "{ sed '/pub command/q' > welcome; exec <&-; mv welcome closed; }";
        try (Forked forked = Forked.start(
                "$BINRUN --port -1 --store-dir js | " + reader + "; exit ${PIPESTATUS[0]}", folder, Map.of())) {
            Path closed = folder.resolve("closed");
            await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(closed));

            Connection nats = Nats.connect(url(Files.readString(closed)));
            nats.publish("event.any", null); // the system prints a line about it, which no one reads
            nats.flushBuffer();

            Forked.Result result = forked.result();
            nats.close();
            assertEquals("", result.err());
            assertEquals(141, result.exitCode());
            assertTrue(Files.exists(folder.resolve("js/clean-stop")), "the stop was clean");
        }
    }

    private static String url(String welcome) {
        Matcher url = Pattern.compile("nats://[0-9.:]+").matcher(welcome);
        assertTrue(url.find(), welcome);
        return url.group();
    }
}
