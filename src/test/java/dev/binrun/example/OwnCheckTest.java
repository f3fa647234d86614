package dev.binrun.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.engine.Engine;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioReader;
import dev.binrun.schema.LanguageSchema;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The check that a project adds: its verdicts, its problems at load, and its entry in the schema. */
class OwnCheckTest {
    private static final String ORDERS = """
            streams: [{ name: ORDERS, subjects: [orders.>] }]
            kv: [{ bucket: order-states }]
            steps:
            """;

    @Test
    void judge_orderHasNoState_fails() {
        Verdict verdict = run(ORDERS + """
                  - pub: orders.a tea
                  - { pub: orders.b tea, client: till }
                  - kv put: order-states a accepted
                checks:
                  - orders-have-states: ORDERS order-states
                """);

        assertEquals("t.yaml:8: orders-have-states: 1 of 2 orders have no state", verdict.message());
        assertEquals(Outcome.FAILED, verdict.outcome());
        assertTrue(verdict.details().contains("\n  orders.b of client till, seq 2\n"), verdict.details());
        assertTrue(verdict.details().contains("8 |   - orders-have-states: ORDERS order-states\n"), verdict.details());
    }

    @Test
    void judge_ordersHaveStates_passes() {
        Verdict verdict = run(ORDERS + """
                  - pub: orders.a tea
                  - kv put: order-states a accepted
                checks:
                  - orders-have-states: { stream: ORDERS, bucket: order-states }
                    name: nothing is lost
                """);

        assertEquals(Outcome.PASSED, verdict.outcome(), verdict::report);
    }

    @Test
    void judge_returnsUnknown_isBroken() {
        Verdict verdict = run(ORDERS + """
                  - kv put: order-states a accepted
                checks:
                  - orders-have-states: ORDERS order-states
                """);

        assertEquals("t.yaml:6: orders-have-states: unknown: no order was acknowledged", verdict.message());
        assertEquals(Outcome.BROKEN, verdict.outcome());
    }

    @Test
    void judge_throwsException_isBrokenWithItsPlace() {
        Verdict verdict = run("""
                streams: [{ name: ORDERS, subjects: [s.>] }]
                steps:
                  - pub: s.a tea
                checks:
                  - orders-have-states: ORDERS order-states
                """);

        assertTrue(
                verdict.message()
                        .matches("t.yaml:5: orders-have-states: unknown: the check threw"
                                + " java.lang.StringIndexOutOfBoundsException: .* at OrdersHaveStates.java:\\d+"),
                verdict.message());
        assertEquals(Outcome.BROKEN, verdict.outcome());
    }

    @Test
    void read_argumentsAreWrong_reportsEachWithItsPlace() {
        assertEquals(
                List.of(
                        "6:5: there is no check 'order-have-states' (did you mean 'orders-have-states'?)",
                        "7:25: 'orders-have-states' needs 'bucket', the bucket of the states",
                        "8:43: 'orders-have-states' has no 'buckt' (did you mean 'bucket'?)"),
                problems(ORDERS + """
                          - pub: orders.a tea
                        checks:
                          - order-have-states: ORDERS order-states
                          - orders-have-states: ORDERS
                          - orders-have-states: { stream: ORDERS, buckt: order-states, bucket: b }
                        """));
        assertEquals(
                List.of("4:5: 'orders-have-states' is a check, not a verb: move it to 'checks', beside 'steps'"),
                problems(ORDERS + "  - orders-have-states: ORDERS order-states\n"));
    }

    @Test
    void howTo_showsThisCheck() throws IOException {
        Path source = Path.of("src/test/java/dev/binrun/example/OrdersHaveStates.java");

        assertTrue(Files.readString(Path.of("docs/how-to.md")).contains(Files.readString(source)));
    }

    @Test
    void schema_projectAddsCheck_containsIt() {
        assertTrue(
                LanguageSchema.text()
                        .contains(
                                "Holds when the bucket has a state for each acknowledged order. orders-have-states STREAM BUCKET"));
        assertTrue(LanguageSchema.text().contains("\"check-orders-have-states\""));
    }

    private static List<String> problems(String yaml) {
        return scenario(yaml).problems().stream()
                .map(problem -> problem.place().line() + ":" + problem.place().column() + ": " + problem.message())
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
