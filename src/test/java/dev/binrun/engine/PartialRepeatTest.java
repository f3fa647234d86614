package dev.binrun.engine;

import static dev.binrun.verb.Judging.breaks;
import static dev.binrun.verb.Judging.fails;
import static dev.binrun.verb.Judging.passes;

import org.junit.jupiter.api.Test;

/** Repetitions that continue after an error, and only after an error. */
class PartialRepeatTest {
    private static final String BUCKET = "kv: [{ bucket: stock }]\nsteps:\n";

    @Test
    void repeat_partialWithErrors_continuesAndCountsThem() {
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
    void repeat_partialWithoutErrors_countsZero() {
        passes(BUCKET + """
                  - repeat: { count: 2, partial: true, steps: [kv put: stock apples 1] }
                    expect: { runs: 2, failed: 0, error: { absent: true } }
                """);
    }

    @Test
    void repeat_partialStatementDoesNotHold_fails() {
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
    void repeat_partialWaitTimesOut_fails() {
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

    @Test
    void repeat_partialNothingCompared_isBrokenWithTheLastError() {
        String repeat = BUCKET + """
                  - repeat:
                      count: 3
                      partial: true
                      steps:
                        - kv get: stock key-${i}
                        - kv get: stock apples
                          expect: { value: 1 }
                """;
        breaks(
                repeat,
                "t.yaml:3: repeat: the statement of 'kv get' (line 8) was never compared with an answer, because every turn"
                        + " failed before; the last error: 'not found: 'stock' has no key 'key-2'' (10037) (state 'failed'"
                        + " in the expect of 'repeat' if this is intended)");
        breaks(
                repeat + "    expect: { runs: 3 }\n",
                "t.yaml:3: repeat: the statement of 'kv get' (line 8) was never compared with an answer, because every turn"
                        + " failed before; the last error: 'not found: 'stock' has no key 'key-2'' (10037) (state 'failed'"
                        + " in the expect of 'repeat' if this is intended)");
        passes(repeat + "    expect: { failed: 3 }\n");
        passes(repeat + "    expect: { failed: \"<= 3\" }\n");
    }

    @Test
    void repeat_partialStepMetTheErrorItself_isBroken() {
        breaks(
                BUCKET
                        + "  - repeat: { count: 2, partial: true, steps: [{ kv get: stock apples, expect: { value: 1 } }] }\n",
                "t.yaml:3: repeat: the statement of 'kv get' (line 3) was never compared with an answer, because every turn"
                        + " failed before; the last error: 'not found: 'stock' has no key 'apples'' (10037) (state 'failed'"
                        + " in the expect of 'repeat' if this is intended)");
    }

    @Test
    void repeat_partialOneOfTwoStatementsNeverCompared_isBroken() {
        breaks(
                BUCKET + """
                  - repeat:
                      count: 2
                      partial: true
                      steps:
                        - kv put: stock apples 1
                          expect: { revision: "> 0" }
                        - kv get: stock pears
                        - kv get: stock apples
                          expect: { value: 7 }
                """,
                "t.yaml:3: repeat: the statement of 'kv get' (line 10) was never compared with an answer, because every turn"
                        + " failed before; the last error: 'not found: 'stock' has no key 'pears'' (10037) (state 'failed'"
                        + " in the expect of 'repeat' if this is intended)");
    }

    @Test
    void repeat_partialOneTurnCompared_passes() {
        passes(BUCKET + """
                  - kv put: stock key-2 1
                  - repeat:
                      count: 4
                      partial: true
                      steps:
                        - kv get: stock key-${i}
                          expect: { value: 1 }
                    expect: { runs: 4 }
                """);
    }

    @Test
    void repeat_partialWithinAnotherComparedOnce_passes() {
        passes(BUCKET + """
                  - kv put: stock key-2 1
                  - repeat:
                      count: 4
                      steps:
                        - kv get: stock key-2
                          as: there
                        - parallel:
                            - - repeat:
                                  count: 4
                                  partial: true
                                  steps:
                                    - kv get: stock key-${i}
                                      expect: { value: 1 }
                """);
        breaks(
                BUCKET + """
                  - repeat:
                      count: 2
                      steps:
                        - parallel:
                            - - repeat:
                                  count: 2
                                  partial: true
                                  steps:
                                    - kv get: stock key-${i}
                                      expect: { value: 1 }
                """,
                "t.yaml:3: repeat: the statement of 'kv get' (line 11) was never compared with an answer, because every turn"
                        + " failed before; the last error: 'not found: 'stock' has no key 'key-1'' (10037) (state 'failed'"
                        + " in the expect of 'repeat' if this is intended)");
    }

    @Test
    void repeat_partialInABranchNothingCompared_isBroken() {
        breaks(
                BUCKET + """
                  - parallel:
                      - - sleep: 1ms
                      - - repeat:
                            count: 2
                            partial: true
                            steps: [{ kv get: stock b }, { kv get: stock c, error: not found }]
                """,
                "t.yaml:5: repeat (branch 2 of 2): the statement of 'kv get' (line 8) was never compared with an answer,"
                        + " because every turn failed before; the last error: 'not found: 'stock' has no key 'b''"
                        + " (10037) (state 'failed' in the expect of 'repeat' if this is intended)");
    }

    @Test
    void repeat_partialWithoutStatements_passes() {
        passes(BUCKET + """
                  - repeat: { count: 2, partial: true, steps: [kv get: stock apples] }
                  - kv put: stock apples 1
                    expect: { revision: 1 }
                """);
    }
}
