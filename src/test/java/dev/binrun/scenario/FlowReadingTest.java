package dev.binrun.scenario;

import static dev.binrun.scenario.ScenarioAssertions.valid;
import static dev.binrun.scenario.ScenarioAssertions.wrong;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Problems at load of the flow verbs. */
class FlowReadingTest {
    @Test
    void collect_unknownName_isInvalid() {
        wrong(
                """
                steps:
                  - collect: events
                    expect: { messages: [] }
                """,
                "2:14: there is no background verb with the name 'events': start one in an earlier step, such "
                        + "as 'sub' with 'as: events' beside it");
    }

    @Test
    void collect_ofAnAnswer_hintsAtAReference() {
        wrong("""
                steps:
                  - stream info: ORDERS
                    as: before
                  - collect: [before]
                    expect: { messages: [] }
                """, "4:15: 'before' is the answer of 'stream info', not a background verb: look it up with ${before…}");
    }

    @Test
    void stop_ofAVariable_hintsAtAReference() {
        wrong("""
                variables: { x: 1 }
                steps:
                  - stop: x
                    expect: { messages: [] }
                """, "3:11: 'x' is a variable, not a background verb: look it up with ${x…}");
    }

    @Test
    void client_besideAFlowVerb_isInvalid() {
        wrong(
                """
                steps:
                  - collect: { names: [], nams: x }
                    client: other
                    expect: { messages: [] }
                """,
                "2:23: the list of names is empty; name a background verb",
                "2:27: 'collect' has no 'nams' (did you mean 'names'?)",
                "3:5: 'collect' sends no request, so 'client' has no effect; remove it");
    }

    @Test
    void repeat_withoutCountOrTime_isInvalid() {
        wrong(
                """
                steps:
                  - repeat: { steps: [ stream info: A ] }
                    expect: { runs: 1 }
                  - repeat: { count: 2, for: 1s, steps: [ stream info: A ] }
                  - repeat: { count: 0, steps: [ stream info: A ] }
                  - repeat: { count: 2 }
                  - repeat: { count: 2, step: [ stream info: A ] }
                  - repeat: [ stream info: A ]
                  - repeat: { count: 2, steps: [] }
                  - repeat: { count: 2, steps: { pub: a } }
                """,
                "2:13: 'repeat' needs 'count', such as 10, or 'for', such as 6s",
                "4:30: 'repeat' takes either 'count' or 'for', not both; remove one",
                "5:22: 'count' must be a whole number of at least 1, this is '0'",
                "6:13: 'repeat' needs 'steps', the steps of a turn, in order",
                "7:13: 'repeat' needs 'steps', the steps of a turn, in order",
                "7:25: 'repeat' has no 'step' (did you mean 'steps'?)",
                "8:13: 'repeat' takes a map; this is a list (its arguments: count, for, partial, steps)",
                "9:32: 'repeat' has no steps; add at least one",
                "10:32: 'steps' must be a list of steps, this is a map");
    }

    @Test
    void innerSteps_wrong_areInvalid() {
        wrong(
                """
                steps:
                  - repeat:
                      count: 2
                      steps:
                        - pubb: a
                        - stream info: { strem: A }
                        - parallel: [[ pub: { subject: a, data: "${nam}" } ]]
                    expect: { runs: 2 }
                """,
                "5:11: there is no verb 'pubb' (did you mean 'pub'?)",
                "6:24: 'stream info' needs 'stream'",
                "6:26: 'stream info' has no 'strem' (did you mean 'stream'?)",
                "7:49: unknown name 'nam' in '${nam}' (known: i, now)");
    }

    @Test
    void parallel_notListsOfSteps_isInvalid() {
        wrong(
                """
                steps:
                  - parallel: [ pub: a, pub: b ]
                    expect: { branches: 2 }
                  - parallel: []
                  - parallel: [[], [ pub: a ]]
                """,
                "2:17: a branch of 'parallel' is a list of steps, this is a map (each branch, and each step in "
                        + "it, needs its own '-' or [ ])",
                "2:25: a branch of 'parallel' is a list of steps, this is a map (each branch, and each step in "
                        + "it, needs its own '-' or [ ])",
                "4:15: 'parallel' has no branches; add at least one",
                "5:16: a branch of 'parallel' has no steps; add at least one");
    }

    @Test
    void names_keptInABranch_areKnownOnlyAfterIt() {
        wrong(
                """
                steps:
                  - parallel:
                      - - { stream info: A, as: x }
                      - - { pub: { subject: a, data: "${x.took}" } }
                        - { stream info: A, as: y }
                      - - { stream info: A, as: y }
                  - pub: { subject: a, data: "${x.took} ${y.took}" }
                    expect: { stream: A }
                """,
                "4:38: 'x' in '${x.took}' is kept in another branch and is known only after all branches",
                "6:13: 'y' is already kept in branch 2, which runs at the same time; choose another name");
    }

    @Test
    void index_outsideOfARepetition_isInvalid() {
        wrong(
                """
                steps:
                  - repeat:
                      count: 2
                      steps:
                        - stream info: "S${i}"
                          expect: { config: { name: "S${i}" } }
                  - stream info: "S${i}"
                    expect: { config: { name: "S${i}" } }
                """,
                "7:18: 'i' is not known here: it is the index of each message of 'count', and of each turn of 'repeat'",
                "8:31: 'i' is known only inside 'each', where it counts the elements, and inside 'repeat', where it"
                        + " counts the turns");
    }

    @Test
    void modifiers_ofInnerSteps_areInvalidBesideTheRepetition() {
        wrong(
                """
                steps:
                  - repeat: { count: 2, steps: [ pub: a ] }
                    error: denied
                  - parallel: [[ pub: a ]]
                    during: 1s
                    expect: { branches: 1 }
                  - repeat: { count: 2, steps: [ pub: a ] }
                    client: other
                  - parallel: [[ pub: a ]]
                    within: 1s
                    expect: { branches: 1 }
                """,
                "3:5: 'repeat' fails only if a step in it fails: write 'error' beside that step",
                "5:5: 'during' repeats a single step, not 'parallel' (repeat: {for: …} repeats several steps)",
                "8:5: 'repeat' sends no request, so 'client' has no effect; remove it",
                "10:5: 'within' repeats only verbs that read, and 'parallel' does more (write 'within' beside "
                        + "a later step that reads, such as collect or stream info)");
    }

    @Test
    void times_longerThanTheTimeout_areInvalid() {
        wrong(
                """
                timeout: 30s
                steps:
                  - sleep: 40s
                    expect: { took: 40s }
                  - repeat: { for: 60s, steps: [ pub: a ] }
                  - repeat: { count: 100, steps: [ sleep: 200ms, sleep: 200ms ] }
                  - repeat: { count: 9000000000000000000, steps: [ sleep: 200ms ] }
                  - parallel: [[ sleep: 20s, sleep: 20s ], [ sleep: 29s ]]
                  - consumer next: [ { stream: A, consumer: c, expires: 20s }, { stream: A, consumer: d, expires: 20s } ]
                  - repeat: { count: 2, steps: [ sleep: 40s ] }
                """,
                "3:12: 'sleep' can take 40s, longer than the scenario's timeout of 30s (raise timeout)",
                "5:13: 'repeat' can take 60s, longer than the scenario's timeout of 30s (raise timeout)",
                "6:13: 'repeat' can take 40s, longer than the scenario's timeout of 30s (raise timeout)",
                "7:13: 'repeat' can take 9223372036.855s, longer than the scenario's timeout of 30s (raise timeout)",
                "8:15: 'parallel' can take 40s, longer than the scenario's timeout of 30s (raise timeout)",
                "9:20: 'consumer next' can take 40s for its 2 items, longer than the scenario's timeout of 30s "
                        + "(raise timeout)",
                "10:41: 'sleep' can take 40s, longer than the scenario's timeout of 30s (raise timeout)");
    }

    @Test
    void sleep_list_isInvalid() {
        wrong("""
                steps:
                  - sleep: [1s, 2s]
                    expect: { took: 3s }
                """, "2:12: 'duration' must be a duration such as 500ms or 1h30m, this is a list");
    }

    @Test
    void statement_insideARepetition_counts() {
        valid("steps: [ repeat: { count: 2, steps: [ { stream info: A, expect: { x: 1 } } ] } ]");
        wrong(
                "steps: [ repeat: { count: 2, steps: [ stream info: A ] } ]",
                "1:1: this scenario states nothing that could fail (add 'expect' or 'error' to a step, add a"
                        + " check to 'checks', or run the session simulation with numSessions)");
    }

    @Test
    void backgroundName_unknown_isInvalid() {
        wrong(
                """
                steps:
                  - consumer sub: ORDERS worker
                    as: worked
                  - collect: wroked
                    expect: { received: 1 }
                  - pub: { subject: a, data: "${worked.messages.0.data}" }
                  - { consumer sub: NONE worker, error: not found, as: refused }
                  - stop: [worked, refused]
                """,
                "4:14: there is no background verb with the name 'wroked' (did you mean 'worked'?)",
                "6:30: '${worked.messages.0.data}': 'worked' runs in the background; read its data with "
                        + "'collect: worked' and keep that answer under another name",
                "8:20: 'refused' is the error of 'consumer sub', not a background verb: look it up with ${refused…}");
    }

    @Test
    void ownVerb_componentThatScenariosCannotWrite_isReported() {
        record Inner(java.math.BigDecimal price) {}
        record Wrong(
                Inner inner,
                @dev.binrun.form.Arg("how many") long count,
                java.util.Map<Integer, String> byNumber,
                List<String> fine) {}
        List<String> problems = new ArrayList<>();

        OwnVerbCheck.components("verb 'pay", RecordShape.of(Wrong.class), problems);

        String these = ", which a scenario cannot write (use String, long, int, boolean, Duration, Instant, Size,"
                + " enums, Object, records, and Optional, List and Map of these)";
        assertEquals(
                List.of(
                        "the verb 'pay' of your own: 'price' of Inner has the type java.math.BigDecimal" + these,
                        "the verb 'pay' of your own: 'count' of Wrong must be required or an Optional, because "
                                + "it has no value if a scenario omits it",
                        "the verb 'pay' of your own: 'by_number' of Wrong has the type java.util.Map<java.lang.Integer,"
                                + " java.lang.String>" + these),
                problems);
    }
}
