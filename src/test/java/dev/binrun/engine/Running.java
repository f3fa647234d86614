package dev.binrun.engine;

import dev.binrun.scenario.Scenario;
import dev.binrun.scenario.ScenarioReader;
import java.nio.file.Path;
import java.util.List;

/** Runs scenarios that tests write down. */
final class Running {
    private Running() {}

    /** The verdict of the only scenario of a text. */
    static Verdict of(String yaml) {
        return of(new Engine(System.getenv()), yaml);
    }

    static Verdict of(Engine engine, String yaml) {
        List<Scenario> scenarios =
                ScenarioReader.readText(Path.of("test.yaml"), yaml).scenarios();
        return engine.run(scenarios.get(0), line -> {});
    }
}
