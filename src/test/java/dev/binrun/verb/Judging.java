package dev.binrun.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.binrun.engine.Engine;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioReader;
import dev.binrun.scenario.yaml.Problem;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.nio.file.Path;
import java.util.List;

/** Runs scenarios on real servers, and asserts their outcomes. */
public final class Judging {
    /** An expectation for scenarios without one; scenarios that fail earlier do not reach it. */
    private static final String A_STATEMENT = "  - stream info: A\n    expect: { config: { name: A } }\n";

    private Judging() {}

    public static void passes(String yaml) {
        Verdict verdict = verdict(Path.of("t.yaml"), yaml);
        assertEquals("", verdict.message() + "\n".repeat(verdict.details().isEmpty() ? 0 : 1) + verdict.details());
        assertEquals(Outcome.PASSED, verdict.outcome());
    }

    /** Asserts that a scenario fails with a message; with … at its end, that the message starts like it. */
    public static void fails(String yaml, String message) {
        ends(Outcome.FAILED, yaml, message);
    }

    public static void breaks(String yaml, String message) {
        ends(Outcome.BROKEN, yaml, message);
    }

    public static Verdict verdict(Path file, String yaml) {
        List<ScenarioCase> scenarios = ScenarioReader.readText(file, yaml).scenarios();
        assertEquals(
                List.of(),
                scenarios.stream()
                        .flatMap(s -> s.problems().stream())
                        .map(Problem::toString)
                        .toList());
        return new Engine(System.getenv()).run(scenarios.get(0), line -> {});
    }

    private static void ends(Outcome outcome, String yaml, String message) {
        Verdict verdict = verdict(Path.of("t.yaml"), yaml + A_STATEMENT);
        boolean changes = message.endsWith("was an answer: ") || message.endsWith(":\"");
        String said = verdict.message();
        assertEquals(message, changes ? said.substring(0, Math.min(message.length(), said.length())) : said);
        assertEquals(outcome, verdict.outcome());
    }
}
