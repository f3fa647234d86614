package dev.binrun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.binrun.scenario.ScenarioFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinTask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A command that runs out of memory prints one sentence and has exit code 3, because 1 means a failed scenario. */
@Tag("slow")
class MemoryTest {
    private static final String SENTENCE =
            "this JVM ran out of memory \\(Java heap space\\): it may use \\d+ MB, which -Xmx raises\n";

    @TempDir
    private Path folder;

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs bash")
    void largeScenario_smallHeap_isExitCode3() throws Exception {
        String step = "  - pub: { subject: a, data: '" + "x".repeat(100) + "' }\n";
        Files.writeString(folder.resolve("big.yaml"), "steps:\n" + step.repeat(30_000));
        Files.writeString(folder.resolve("small.yaml"), "steps:\n" + step);

        for (String command : List.of("run big.yaml", "validate big.yaml", "run .", "--config big.yaml")) {
            Forked.Result result = inSmallHeap(command);

            assertEquals(3, result.exitCode(), command + ": " + result.err());
            assertEquals("", result.out(), command);
            assertEquals("", result.err().replaceFirst(SENTENCE, ""), command);
        }
    }

    @Test
    void errorBehindAnException_isExitCode3() {
        FakeShell shell = new FakeShell();
        shell.reader = paths -> {
            throw new IllegalStateException(new OutOfMemoryError("Java heap space"));
        };

        assertEquals(3, shell.execute("run", "a.yaml"));

        assertEquals("", shell.err().replaceFirst(SENTENCE, ""));
    }

    @Test
    void errorOfAnotherThread_keepsItsReason() {
        FakeShell shell = new FakeShell();
        shell.reader = paths -> ForkJoinTask.<List<ScenarioFile>>adapt(() -> {
                    throw new OutOfMemoryError("Java heap space");
                })
                .fork()
                .join();

        assertEquals(3, shell.execute("validate", "a.yaml"));

        assertEquals("", shell.err().replaceFirst(SENTENCE, ""));
    }

    private Forked.Result inSmallHeap(String command) {
        try (Forked forked = Forked.start("$BINRUN " + command, folder, Map.of(), List.of("-Xmx12m"))) {
            return forked.result();
        } catch (Exception e) {
            throw new AssertionError(command, e);
        }
    }
}
