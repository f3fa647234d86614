package dev.binrun.engine;

import static dev.binrun.verb.Judging.fails;
import static dev.binrun.verb.Judging.passes;

import org.junit.jupiter.api.Test;

/** Repetitions that go on after an error, and only after that. */
class PartialRepeatTest {
    private static final String BUCKET = "kv: [{ bucket: stock }]\nsteps:\n";

    @Test
    void repeat_partialWithErrors_goesOnAndCountsThem() {
        passes(BUCKET + """
                  - repeat:
                      count: 5
                      partial: true
                      steps:
                        - kv create: stock apples ${i}
                        - kv put: stock pears ${i}
                    expect: { runs: 5, failed: 4, error: { err_code: 10071 } }
                  - kv get: stock pears
                    expect: { value: 0 }
                """);
    }

    @Test
    void repeat_partialWithoutErrors_saysNone() {
        passes(BUCKET + """
                  - repeat: { count: 2, partial: true, steps: [kv put: stock apples 1] }
                    expect: { runs: 2, failed: 0, error: { absent: true } }
                """);
    }

    @Test
    void repeat_partialWhereSomethingStatedDoesNotHold_fails() {
        fails(BUCKET + """
                  - repeat:
                      count: 2
                      partial: true
                      steps:
                        - kv put: stock apples 1
                          expect: { revision: 1 }
                """, "t.yaml:7: kv put (repeat 2 of 2): revision: expected 1, was 2");
    }

    @Test
    void repeat_partialWhereAWaitIsInVain_fails() {
        fails(
                BUCKET + """
                  - repeat:
                      count: 2
                      partial: true
                      steps:
                        - kv get: stock apples
                          within: 10ms
                          expect: { value: 1 }
                """,
                "t.yaml:7: kv get (repeat 1 of 2): expected an answer, was the error 'not found: 'stock' has no key 'apples'' (10037)");
    }

    @Test
    void repeat_notPartial_endsWithTheError() {
        fails(
                BUCKET + "  - repeat: { count: 2, steps: [{ kv get: stock apples, expect: { value: 1 } }] }\n",
                "t.yaml:3: kv get (repeat 1 of 2): expected an answer, was the error 'not found: 'stock' has no key 'apples'' (10037)");
    }
}
