package dev.binrun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.junit.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValidateCommandTest {
    private final FakeShell shell = new FakeShell();

    @Test
    void validate_noProblems_printsCounts_startsNothing() {
        shell.reader = paths -> List.of(Samples.file(Samples.scenario("a", 1), Samples.scenario("b", 9, "slow")));

        assertEquals(0, shell.execute("validate"));

        assertEquals("2 scenarios in 1 file: nothing is wrong\n", shell.out());
        assertEquals(List.of(), shell.ran);
    }

    @Test
    void validate_problems_printsAllWithPlaces() {
        shell.reader = paths ->
                List.of(Samples.file(Samples.scenario("a", 1), Samples.invalid("b", 9), Samples.invalid("c", 19)));

        assertEquals(2, shell.execute("validate", "scenarios"));

        assertEquals(
                "scenarios/sample.yaml:9:1: unknown key 'numSesions' (numSessions?)\nnumSesions: 3\n^\n"
                        + "scenarios/sample.yaml:19:1: unknown key 'numSesions' (numSessions?)\nnumSesions: 3\n^\n"
                        + "3 scenarios in 1 file: 2 problems\n",
                shell.out());
    }

    @Test
    void validate_problemOfAMatrix_isPrintedOnce() {
        shell.reader = paths -> List.of(Samples.file(Samples.invalid("b [file]", 9), Samples.invalid("b [memory]", 9)));

        assertEquals(2, shell.execute("validate"));

        assertTrue(shell.out().endsWith("2 scenarios in 1 file: 1 problem\n"), shell.out());
    }

    @Test
    void validate_noScenario_isAnError() {
        assertEquals(2, shell.execute("validate", "empty"));

        assertTrue(shell.err().startsWith("no scenario in empty"), shell.err());
    }
}
