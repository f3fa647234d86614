package dev.binrun.engine;

import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioReader;
import dev.binrun.verdict.Verdict;
import java.nio.file.Path;
import java.util.List;

/** Runs the scenarios of tests. */
public final class Running {
    private Running() {}

    /** Returns the verdict on the only scenario of a text. */
    public static Verdict of(String yaml) {
        return of(new Engine(System.getenv()), yaml);
    }

    public static Verdict of(Engine engine, String yaml) {
        List<ScenarioCase> scenarios =
                ScenarioReader.readText(Path.of("test.yaml"), yaml).scenarios();
        return engine.run(scenarios.get(0), line -> {});
    }
}
