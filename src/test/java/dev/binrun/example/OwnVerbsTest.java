package dev.binrun.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.engine.Engine;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioReader;
import dev.binrun.scenario.yaml.Problem;
import dev.binrun.schema.LanguageSchema;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The verbs that a project adds: their errors, the checks of their arguments, and their entry in the schema. */
class OwnVerbsTest {
    private static final String ORDERS = "streams: [{ name: ORDERS, subjects: [orders.>] }]\nsteps:\n";

    @Test
    void run_throwsException_stepFailsWithItsMessageAndLine() {
        Verdict verdict = run(ORDERS + """
                  - place order: { id: a, how_many: 101 }
                    expect: { seq: 1 }
                """);

        assertEquals(
                "t.yaml:3: place order: expected an answer, was the error"
                        + " 'IllegalArgumentException: out of stock: 101 is more than there is'",
                verdict.message());
        assertEquals(Outcome.FAILED, verdict.outcome());
        assertTrue(
                verdict.details().contains("at dev.binrun.example.PlaceOrder.run(PlaceOrder.java:"), verdict.details());
    }

    @Test
    void run_serverReturnsError_messageHasItsCode() {
        Verdict verdict = run("""
                steps:
                  - order service start
                  - place order: a
                    expect: { seq: 1 }
                """.replace("place order: a", "place order: { id: a, how_many: 1 }"));

        assertTrue(
                verdict.message()
                        .startsWith(
                                "t.yaml:2: order service start: expected an answer, was the error" + " 'IOException: "),
                verdict.message());
        assertTrue(verdict.message().endsWith("(10059)"), verdict.message());
    }

    @Test
    void read_argumentsAreWrong_reportsEachWithItsPlace() {
        assertEquals(
                List.of(
                        "3:5: there is no verb 'place ordr' (did you mean 'place order'?)",
                        "4:18: 'place order' needs 'how_many'",
                        "5:40: 'place order' has no 'items' (did you mean 'item'?)",
                        "6:37: 'how_many' must be a whole number, this is 'many'"),
                problems(ORDERS + """
                          - place ordr: a
                          - place order: a tea
                          - place order: { id: a, how_many: 1, items: b }
                          - place order: { id: a, how_many: many }
                        """.replaceAll("(?m)^          ", "  ")));
    }

    @Test
    void schema_projectAddsVerb_containsIt() {
        assertTrue(LanguageSchema.text().contains("\"place order\""));
    }

    private static List<String> problems(String yaml) {
        return scenario(yaml).problems().stream()
                .map((Problem p) -> p.place().line() + ":" + p.place().column() + ": " + p.message())
                .toList();
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
