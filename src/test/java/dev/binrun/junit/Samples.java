package dev.binrun.junit;

import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioFile;
import dev.binrun.scenario.SimConfig;
import dev.binrun.scenario.yaml.Place;
import dev.binrun.scenario.yaml.Problem;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Scenarios and verdicts for tests. */
public final class Samples {
    private Samples() {}

    /** Returns a scenario at line {@code line} of {@code scenarios/sample.yaml}. */
    public static ScenarioCase scenario(String name, int line, String... tags) {
        return new ScenarioCase(name, place(line), Set.of(tags), Optional.of(SimConfig.defaults()), List.of());
    }

    /** Returns an invalid scenario. */
    public static ScenarioCase invalid(String name, int line) {
        Problem problem = new Problem(place(line), "unknown key 'numSesions' (numSessions?)", "numSesions: 3\n^");
        return new ScenarioCase(name, place(line), Set.of(), Optional.empty(), List.of(problem));
    }

    /** Returns a scenario file {@code scenarios/sample.yaml} that does not exist on disk. */
    public static ScenarioFile file(ScenarioCase... scenarios) {
        return new ScenarioFile(Path.of("scenarios", "sample.yaml"), List.of(scenarios));
    }

    public static Verdict verdict(ScenarioCase scenario, Outcome outcome, String message, String details) {
        return new Verdict(
                scenario.name(),
                scenario.place(),
                outcome,
                message,
                details,
                Duration.ofMillis(1234),
                "",
                "output of " + scenario.name() + "\n");
    }

    private static Place place(int line) {
        return new Place("scenarios/sample.yaml", line, 1);
    }
}
