package dev.binrun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.server.host.SettingException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong usage of the command {@code dev}; {@link DevTest} runs it. */
class DevCommandTest {
    private final FakeShell shell = new FakeShell();

    @TempDir
    private Path folder;

    @Test
    void missingSources_areNamedWithTheFix() {
        Path none = folder.resolve("none");

        assertEquals(2, shell.execute("dev", "--source", none.toString()));

        assertEquals(
                "there is no folder " + none + "; name the folder with the Java sources: --source DIR\n"
                        + "See './jbang binrun.java dev --help'.\n",
                shell.err());
    }

    @ParameterizedTest
    @CsvSource({"--store-dir=, --store-dir must not be empty", "--por=1, Unknown option: '--por=1'"})
    void wrongOptions_ofTheLiveSystem_areNamed(String option, String message) {
        assertEquals(2, shell.execute("dev", option));

        assertTrue(shell.err().startsWith(message), shell::err);
    }

    @Test
    void wrongConfig_endsIt_withTheOption() {
        shell.check = settings -> {
            throw new SettingException("BINRUN_CONFIG: the file " + settings.get("BINRUN_CONFIG") + " cannot be read");
        };

        assertEquals(2, shell.execute("dev", "--config", "none.yaml"));

        assertTrue(shell.err().startsWith("--config: the file none.yaml cannot be read\n"), shell::err);
    }
}
