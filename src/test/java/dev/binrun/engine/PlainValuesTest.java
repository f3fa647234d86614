package dev.binrun.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioReader;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Own verbs take and return plain values: maps, lists, texts, numbers, booleans, null and records. */
class PlainValuesTest {
    @Test
    void run_returnsItsRecord_answerHasTheValues() {
        passes("""
                steps:
                  - echo: { value: { a: [1, two, { b: 1.5 }], c: null }, by_name: { x: true, y: ~ }, in_order: [~, 2] }
                    expect: { value: { a: [1, two, { b: 1.5 }], c: null }, maybe: { absent: true }, by_name: { x: true, y: null } }
                    as: said
                  - echo: { value: "${said.value.a[0]}", maybe: "${said.by_name}", in_order: one }
                    expect: { value: 1, maybe: { x: true, y: null }, by_name: {}, in_order: [one] }
                """);
    }

    @Test
    void run_takesValues_theyHavePlainClasses() {
        passes("""
                steps:
                  - echo: { value: classes, in_order: [1, 1.5, x, true, [], {}, ~, 12345678901234567890] }
                    expect:
                      classes: [Long, BigDecimal, String, Boolean, List, Map, ~, BigDecimal]
                """);
    }

    @Test
    void run_takesAndReturnsJsonObject_works() {
        passes("""
                steps:
                  - echo: { value: 1, json: { a: [1, null] } }
                    expect: { json: { a: [1, null] } }
                """);
    }

    @Test
    void run_returnsNull_answerIsEmpty() {
        passes("""
                steps:
                  - echo: { value: "null" }
                    expect: { value: { absent: true } }
                """);
    }

    @Test
    void run_returnsValueOfAnotherType_isBroken() {
        assertBroken(
                "t.yaml:2: echo: the verb 'echo' of your own returned an unusable answer: 'orders[0]' has the type"
                        + " java.time.Instant; use Map, List, String, numbers, booleans, null and records",
                "a time");
    }

    @Test
    void run_returnsList_isBroken() {
        assertBroken(
                "t.yaml:2: echo: the verb 'echo' of your own returned an unusable answer: a"
                        + " java.util.ImmutableCollections$List12 (return a Map or a record, such as Map.of(\"seq\", 1))",
                "a list");
    }

    @Test
    void read_valuesAreMissingOrOfAnotherForm_reportsEachWithItsPlace() {
        assertEquals(
                List.of(
                        "2:5: 'echo' needs 'value'",
                        "3:20: 'value' must be a value, this is null",
                        "4:32: 'by_name' must be a map, this is a list"),
                scenario("""
                                steps:
                                  - echo
                                  - echo: { value: ~ }
                                  - echo: { value: 1, by_name: [1] }
                                """).problems().stream()
                        .map(problem ->
                                problem.place().line() + ":" + problem.place().column() + ": " + problem.message())
                        .toList());
    }

    private static void assertBroken(String message, String value) {
        for (String statement : List.of("expect: {}", "error: unusable")) {
            Verdict verdict = run("steps:\n  - echo: { value: " + value + " }\n    " + statement + "\n");
            assertEquals(message, verdict.message());
            assertEquals(Outcome.BROKEN, verdict.outcome());
        }
    }

    private static void passes(String yaml) {
        Verdict verdict = run(yaml);
        assertEquals(Outcome.PASSED, verdict.outcome(), verdict::report);
    }

    private static Verdict run(String yaml) {
        ScenarioCase scenario = scenario(yaml);
        assertEquals(List.of(), scenario.problems());
        return new Engine(System.getenv()).run(scenario, line -> {});
    }

    private static ScenarioCase scenario(String yaml) {
        return ScenarioReader.readText(Path.of("t.yaml"), yaml).scenarios().get(0);
    }
}
