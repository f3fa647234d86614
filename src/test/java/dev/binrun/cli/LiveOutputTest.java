package dev.binrun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
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
        Forked.Result result = Forked.run("$BINRUN --port -1 --store-dir js | head -1; exit ${PIPESTATUS[0]}", folder);

        assertEquals("", result.err());
        assertEquals(1, result.out().lines().count());
        assertEquals(141, result.exitCode());
        assertTrue(Files.exists(folder.resolve("js/clean-stop")), "the stop was clean");
    }
}
