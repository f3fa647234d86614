package dev.binrun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.junit.Samples;
import dev.binrun.scenario.ScenarioReader;
import dev.binrun.verdict.Outcome;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Warnings about unknown values: each is shown once, and does not change the exit code. */
class WarningsTest {
    private static final String MATRIX = """
            name: jobs
            matrix: { n: [1, 2] }
            streams: [ { name: A, retention: workque } ]
            steps: [ { stream info: A, expect: { state: { messages: 0 } } } ]
            """;
    private static final String WARNING = """
            a.yaml:3:34: warning: unknown value 'workque' of 'retention' (did you mean 'workqueue'?); known values:\
             limits, interest, workqueue; the server decides
              3 | streams: [ { name: A, retention: workque } ]
                |                                  ^
            """;

    private final FakeShell shell = new FakeShell();

    @Test
    void run_writesEachWarningOnceToStandardError() {
        reads(MATRIX);

        assertEquals(0, shell.execute("run", "a.yaml", "--repeat", "3"));

        assertEquals(WARNING, shell.err());
        assertFalse(shell.out().contains("warning"), shell.out());
        assertEquals(2, shell.ran.size());
    }

    @Test
    void run_warnings_doNotChangeTheExitCode() {
        reads(MATRIX);
        shell.engine = (scenario, listener) -> Samples.verdict(scenario, Outcome.FAILED, "no", "");

        assertEquals(1, shell.execute("run", "a.yaml"));

        assertEquals(WARNING, shell.err());
    }

    @Test
    void run_skippedScenario_doesNotWarn() {
        reads(MATRIX.replace("name: jobs", "name: jobs\ntags: later") + "---\nname: other\n"
                + "steps: [ { stream info: A, expect: { state: { messages: 0 } } } ]\n");

        assertEquals(0, shell.execute("run", "a.yaml", "--tags", "!later"));

        assertEquals("", shell.err());
    }

    @Test
    void validate_showsWarningsAfterProblemsAndCountsThem() {
        reads(MATRIX);

        assertEquals(0, shell.execute("validate", "a.yaml"));

        assertEquals(WARNING + "2 scenarios in 1 file: nothing is wrong, 1 warning\n", shell.out());
        assertEquals("", shell.err());
    }

    @Test
    void validate_problemAndWarning_isInvalid() {
        reads(MATRIX.replace("retention", "stroage: file, retention"));

        assertEquals(2, shell.execute("validate", "a.yaml"));

        assertTrue(shell.out().endsWith("1 scenario in 1 file: 1 problem, 1 warning\n"), shell.out());
    }

    private void reads(String text) {
        shell.reader = paths -> List.of(ScenarioReader.readText(Path.of("a.yaml"), text));
    }
}
