package dev.binrun.scenario;

import static dev.binrun.scenario.ScenarioAssertions.valid;
import static dev.binrun.scenario.ScenarioAssertions.whole;
import static dev.binrun.scenario.ScenarioAssertions.wrong;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.binrun.check.Delivered;
import dev.binrun.check.DeliveryGuarantee;
import dev.binrun.check.MaxDeliveries;
import dev.binrun.check.MirrorEqualsOrigin;
import dev.binrun.check.NoAckedLoss;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ChecksReaderTest {
    @Test
    void checks_asMapsAndInOrder_areRead() {
        List<StatedCheck> checks = valid("""
                checks:
                  - no-acked-loss: ORDERS
                  - mirror-equals-origin: { mirror: COPY }
                    name: the copy is one
                  - max-deliveries: { stream: ORDERS, consumer: worker, at_most: 2 }
                  - delivered:
                      stream: ORDERS
                      consumer: worker
                      exactly: once
                """).checks();

        assertEquals(
                List.of(
                        new NoAckedLoss("ORDERS"),
                        new MirrorEqualsOrigin("COPY"),
                        new MaxDeliveries("ORDERS", "worker", 2),
                        new Delivered("ORDERS", "worker", Optional.of(DeliveryGuarantee.ONCE), Optional.empty())),
                checks.stream().map(StatedCheck::check).toList());
        assertEquals(
                List.of("no-acked-loss", "the copy is one", "max-deliveries", "delivered"),
                checks.stream().map(StatedCheck::label).toList());
        assertEquals("dir/test.yaml:3:5", checks.get(1).place().toString());
    }

    @Test
    void scenario_onlyACheck_isValid() {
        assertEquals(
                1,
                valid("steps: [ pub: a ]\nchecks: [ no-acked-loss: A ]\n")
                        .checks()
                        .size());
    }

    @Test
    void checks_referencesToVariablesAndMatrix_areResolved() {
        List<StatedCheck> checks = valid("""
                variables: { stream: ORDERS, most: 3 }
                matrix: { who: [worker] }
                checks:
                  - max-deliveries: { stream: "${stream}", consumer: "${matrix.who}", at_most: "${most}" }
                    name: ${matrix.who} of ${stream}
                  - no-acked-loss: ${stream}
                """).checks();

        assertEquals(new MaxDeliveries("ORDERS", "worker", 3), checks.get(0).check());
        assertEquals("worker of ORDERS", checks.get(0).label());
        assertEquals(new NoAckedLoss("ORDERS"), checks.get(1).check());
    }

    @Test
    void checks_referenceToAKeptAnswer_isInvalid() {
        wrong(
                "steps:\n  - stream info: A\n    as: info\nchecks:\n  - no-acked-loss: ${info.config.name}\n",
                "5:20: 'info' in '${info.config.name}' is known only while the scenario runs, and this value "
                        + "is needed before");
    }

    @Test
    void checks_unknownName_isInvalid() {
        wrong(
                "variables: { stream: A }\nchecks: [ no-acked-loss: \"${strem}\" ]\n",
                "2:26: unknown name 'strem' in '${strem}' (did you mean 'stream'?)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "no-acked-los: A | 2:5: there is no check 'no-acked-los' (did you mean 'no-acked-loss'?)",
                "no_duplicates: A | 2:5: there is no check 'no_duplicates' (did you mean 'no-duplicates'?)",
                "stream info: A | 2:5: there is no check 'stream info' (it is a verb: move it to 'steps')",
                "nothing: A | 2:5: there is no check 'nothing' (known: delivered, kv-linearizable, max-deliveries,"
                        + " mirror-equals-origin, no-acked-loss, no-duplicates, ordered, orders-have-states,"
                        + " replicas-agree)",
                "no-acked-loss: | 2:19: 'no-acked-loss' needs 'stream'",
                "no-acked-loss | 2:5: 'no-acked-loss' needs 'stream'",
                "no-acked-loss: {} | 2:20: 'no-acked-loss' needs 'stream'",
                "ordered: A | 2:14: 'ordered' needs 'consumer'",
                "ordered: A b c | 2:14: 'ordered' takes in order: stream consumer; 'b c' is more than one word",
                "max-deliveries: A b | 2:21: 'max-deliveries' needs 'at_most', the greatest number of deliveries",
                "max-deliveries: { stream: A, consumer: b, at_most: 0 } | 2:56: 'at_most' must be a whole "
                        + "number of at least 1, this is '0'",
                "max-deliveries: { stream: A, consumer: b, at_most: two } | 2:56: 'at_most' must be a whole "
                        + "number, this is 'two'",
                "delivered: A b | 2:16: delivered needs either exactly: once or at_least: once",
                "delivered: { stream: A, consumer: b, exactly: twice } | 2:51: 'exactly' must be once, "
                        + "this is 'twice'",
                "no-acked-loss: { stream: A, steam: B } | 2:33: 'no-acked-loss' has no 'steam' (did you mean "
                        + "'stream'?)",
                "no-acked-loss: { stream: A, name: x } | 2:33: 'name' belongs beside the check, not among its "
                        + "arguments: indent it like 'no-acked-loss'",
                "no-acked-loss: { stream: { name: A } } | 2:30: 'stream' must be a text, this is a map",
                "no-acked-loss: [A, B] | 2:20: 'no-acked-loss' takes a map, or its arguments in order; this is "
                        + "a list (state one check for each stream)",
                "{ no-acked-loss: A, no-duplicates: A } | 2:25: an item must have one check, this has "
                        + "'no-acked-loss' and 'no-duplicates' (start the second with its own '-')",
                "{ no-acked-loss: A, expect: x } | 2:25: a check has no 'expect' (known: name)",
                "{ no-acked-loss: A, tags: x } | 2:25: a check has no 'tags' (known: name)",
                "{ no-acked-loss: , stream: A } | 2:24: 'stream' is an argument of 'no-acked-loss': indent it "
                        + "deeper than the check",
                "{ name: x } | 2:5: this item has no check, such as 'no-acked-loss: ORDERS'",
                "{ no-acked-loss: A, name: [x] } | 2:31: 'name' must be a text, this is a list",
                "[A] | 2:5: a check must be a name with arguments, such as 'no-acked-loss: ORDERS'; this is a list",
            })
    void check_wrong_isInvalidAtItsPlace(String check, String problem) {
        wrong("checks:\n  - " + check + "\n", problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "checks: [] | 1:9: 'checks' is an empty list; state a check, or remove 'checks'",
                "checks: no-acked-loss | 1:9: 'checks' must be a list of checks, this is 'no-acked-loss'"
                        + " (start each item with '- ')",
                "checks: { no-acked-loss: A } | 1:9: 'checks' must be a list of checks, this is a map (start "
                        + "each item with '- ')",
                "check: [ no-acked-loss: A ] | 1:1: a scenario has no 'check' (did you mean 'checks'?)",
            })
    void checks_wrong_areInvalidAtTheirPlaces(String checks, String problem) {
        ScenarioAssertions.wrongTop(checks, problem);
    }

    @Test
    void check_amongTheSteps_hintsAtChecks() {
        wrong(
                "steps:\n  - no-acked-loss: A\n",
                "2:5: 'no-acked-loss' is a check, not a verb: move it to 'checks', beside 'steps'");
    }

    @Test
    void problem_shown_hasItsLine() {
        assertEquals(
                String.join(
                        "\n",
                        "dir/test.yaml:2:5: there is no check 'replicas-agre' (did you mean 'replicas-agree'?)",
                        "  2 |   - replicas-agre: A",
                        "    |     ^"),
                whole("checks:\n  - replicas-agre: A\n"));
    }
}
