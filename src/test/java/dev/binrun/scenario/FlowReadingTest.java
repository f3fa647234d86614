package dev.binrun.scenario;

import static dev.binrun.scenario.Reading.wrong;

import org.junit.jupiter.api.Test;

/** What can be known of the flow verbs before anything runs. */
class FlowReadingTest {
    @Test
    void collect_ofWhatNoStepBegan_isAnErrorAtLoad() {
        wrong(
                """
                steps:
                  - collect: events
                    expect: { messages: [] }
                """,
                "2:14: nothing goes on under the name 'events': no step before has a background verb, such as 'sub',"
                        + " with 'as: events' beside it");
    }

    @Test
    void collect_ofAnAnswer_saysHowToLookItUp() {
        wrong("""
                steps:
                  - stream info: ORDERS
                    as: before
                  - collect: [before]
                    expect: { messages: [] }
                """, "4:15: 'before' is the answer of 'stream info', which does not go on: look it up with ${before…}");
    }

    @Test
    void stop_ofAVariable_saysHowToLookItUp() {
        wrong("""
                variables: { x: 1 }
                steps:
                  - stop: x
                    expect: { messages: [] }
                """, "3:11: 'x' is a variable, which does not go on: look it up with ${x…}");
    }

    @Test
    void client_besideAFlowVerb_isAnErrorAtLoad() {
        wrong(
                """
                steps:
                  - collect: { names: [], nams: x }
                    client: other
                    expect: { messages: [] }
                """,
                "2:23: the list of names is empty: there is nothing to look at",
                "2:27: 'collect' has no 'nams' (did you mean 'names'?)",
                "3:5: 'collect' asks no server, so no 'client' speaks in it");
    }
}
