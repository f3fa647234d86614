package dev.binrun.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.scenario.yaml.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Reads scenarios from texts, and asserts their problems. */
public final class ScenarioAssertions {
    private static final String STATES = "\nsteps: [ { stream info: A, expect: { x: 1 } } ]\n";

    private ScenarioAssertions() {}

    public static List<ScenarioCase> read(String yaml) {
        return ScenarioReader.readText(Path.of("dir/test.yaml"), yaml).scenarios();
    }

    public static List<ScenarioCase> readJson(String json) {
        return ScenarioReader.readText(Path.of("test.json"), json).scenarios();
    }

    /** Returns the only scenario of a text, which must be valid. */
    public static SimConfig valid(String yaml) {
        List<ScenarioCase> scenarios = read(yaml);
        assertEquals(List.of(), problems(scenarios));
        assertEquals(1, scenarios.size());
        return scenarios.get(0).config().orElseThrow();
    }

    /** Returns the only step of a text, which must be valid. */
    static Step step(String yaml) {
        return valid("steps:\n  - " + yaml.strip().replace("\n", "\n    "))
                .steps()
                .get(0);
    }

    /** Asserts all problems of a text, in order: {@code line:column: message}. */
    public static void wrong(String yaml, String... expected) {
        List<ScenarioCase> scenarios = read(yaml);
        assertEquals(List.of(expected), problems(scenarios));
        assertTrue(scenarios.stream().allMatch(s -> s.config().isEmpty()), "an invalid scenario is not run");
    }

    /** Asserts all problems of top-level keys beside valid steps. */
    static void wrongTop(String yaml, String... expected) {
        wrong(yaml.stripTrailing() + STATES, expected);
    }

    public static List<String> problems(List<ScenarioCase> scenarios) {
        return scenarios.stream()
                .flatMap(s -> s.problems().stream())
                .map(p -> p.place().line() + ":" + p.place().column() + ": " + p.message())
                .toList();
    }

    /** Returns the text of the only problem: place, message, line and caret. */
    public static String whole(String yaml) {
        List<Problem> problems =
                read(yaml).stream().flatMap(s -> s.problems().stream()).toList();
        assertEquals(1, problems.size(), problems.toString());
        return problems.get(0).toString();
    }

    public static Stream<String> names(List<ScenarioCase> scenarios) {
        return scenarios.stream().map(ScenarioCase::name);
    }
}
