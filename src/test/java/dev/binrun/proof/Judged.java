package dev.binrun.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.engine.Engine;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioReader;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.nio.file.Path;
import java.util.List;

/** The verdict on a scenario with a planted fault. */
final class Judged {
    private final Verdict verdict;

    private Judged(Verdict verdict) {
        this.verdict = verdict;
    }

    /** Runs a scenario and returns its verdict. */
    static Judged of(String yaml) {
        ScenarioCase scenario =
                ScenarioReader.readText(Path.of("t.yaml"), yaml).scenarios().get(0);
        assertEquals(List.of(), scenario.problems());
        return new Judged(new Engine(System.getenv()).run(scenario, line -> {}));
    }

    boolean holds() {
        return verdict.outcome() == Outcome.PASSED;
    }

    void mustHold() {
        assertEquals("", verdict.report());
        assertEquals(Outcome.PASSED, verdict.outcome());
    }

    /** Fails unless the steps passed and the checks report exactly these findings; T stands for each time. */
    void mustFind(String... findings) {
        assertEquals(String.join("", findings), found());
        assertEquals(Outcome.FAILED, verdict.outcome());
    }

    void mustFindSomethingLike(String regex) {
        assertTrue(found().matches(regex), verdict.report());
        assertEquals(Outcome.FAILED, verdict.outcome());
    }

    /** Returns the findings without their places in the scenario. */
    private String found() {
        StringBuilder found = new StringBuilder();
        boolean wanted = false;
        for (String line : verdict.report().lines().toList()) {
            boolean begins = line.matches("(also: )?t\\.yaml:.*");
            wanted = begins || wanted && line.startsWith("  ");
            if (wanted) {
                found.append(line.replaceFirst("^(also: )?t\\.yaml:\\d+: ", "").replaceAll("\\b\\d+\\.\\d{3}s", "T"))
                        .append('\n');
            }
        }
        return found.toString();
    }
}
