package dev.binrun.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.scenario.yaml.Place;
import dev.binrun.server.host.Secrets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The verdict on several tries of one scenario. */
class TriesTogetherTest {
    private static final Verdict FAILED =
            verdict(Outcome.FAILED, "a.yaml:3: expected 1, was 0", "a.yaml:3: expected 1, was 0\nstep 3");
    private static final Verdict BROKEN = verdict(Outcome.BROKEN, "no server", "");
    private static final Verdict PASSED = verdict(Outcome.PASSED, "", "");

    @Test
    void ofTries_firstPassed_isThatVerdict() {
        assertSame(PASSED, Verdicts.ofTries(List.of(PASSED)));
        assertFalse(PASSED.isFlaky());
    }

    @Test
    void ofTries_secondPassed_isFlaky_andShowsTheFailure() {
        Verdict flaky = Verdicts.ofTries(List.of(FAILED, PASSED));

        assertTrue(flaky.isFlaky());
        assertEquals(Outcome.PASSED, flaky.outcome());
        assertEquals("flaky: try 2 passed; try 1 FAILED: a.yaml:3: expected 1, was 0", flaky.message());
        assertEquals("flaky: try 2 passed; try 1 FAILED: a.yaml:3: expected 1, was 0\nstep 3", flaky.report());
        assertEquals("output of PASSED", flaky.output());
        assertEquals(List.of(FAILED, PASSED), flaky.tries());
        assertEquals(Duration.ofSeconds(2), flaky.took());
    }

    @Test
    void ofTries_nonePassed_theWorstCounts() {
        Verdict failed = Verdicts.ofTries(List.of(BROKEN, FAILED, BROKEN));

        assertFalse(failed.isFlaky());
        assertEquals(Outcome.FAILED, failed.outcome());
        assertEquals("none of 3 tries passed; try 2 FAILED: a.yaml:3: expected 1, was 0", failed.message());
        assertEquals("output of FAILED", failed.output());
        assertEquals(List.of(BROKEN, FAILED, BROKEN), failed.tries());
    }

    @Test
    void masked_coversTheTries() {
        Verdict flaky = Verdicts.ofTries(List.of(verdict(Outcome.FAILED, "password s3cret-word", ""), PASSED));

        Verdict masked = flaky.masked(Secrets.of(List.of("s3cret-word")));

        assertEquals("password ****", masked.tries().get(0).message());
        assertFalse(masked.toString().contains("s3cret-word"), masked::toString);
    }

    private static Verdict verdict(Outcome outcome, String message, String details) {
        return new Verdict(
                "a scenario",
                new Place("a.yaml", 1, 1),
                outcome,
                message,
                details,
                Duration.ofSeconds(1),
                "",
                "output of " + outcome);
    }
}
