package dev.binrun.verb.consumer;

import static dev.binrun.verb.Judging.breaks;
import static dev.binrun.verb.Judging.fails;
import static dev.binrun.verb.Judging.passes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Tests that a pull which the server rejects or ends early does not prove the absence of messages. */
@Execution(ExecutionMode.CONCURRENT)
final class RefusedPullTest {
    private static final String LARGE_BATCH = """
            streams: [{ name: A, subjects: [a.>] }]
            consumers: [{ stream: A, durable_name: w, max_batch: 2 }]
            steps:
              - pub: { subject: a.x, data: "m${i}", count: 3 }
              - consumer next: { stream: A, consumer: w, batch: 3 }
            """;

    @Test
    void next_rejectedBatchExpectedEmpty_isBroken() {
        String why =
                "t.yaml:5: consumer next: %smessages: the server ended the request (409 Exceeded MaxRequestBatch of 2),"
                        + " so further messages are unknown (state 'status' in expect if this is intended)";
        for (String pattern : new String[] {
            "messages: []", "messages: { none: { data: m9 } }", "messages: { size: 0 }", "messages: { size: \"< 3\" }"
        }) {
            breaks(LARGE_BATCH + "    expect: { " + pattern + " }\n", why.formatted(""));
        }
        breaks(LARGE_BATCH + "    during: 100ms\n    expect: { messages: [] }\n", why.formatted(""));
        breaks(LARGE_BATCH + "    within: 100ms\n    expect: { messages: [] }\n", why.formatted(""));
        String list = LARGE_BATCH.replace(
                "next: { stream: A, consumer: w, batch: 3 }", "next: [A w, { stream: A, consumer: w, batch: 3 }]");
        breaks(list + "    expect: { each: { messages: { size: \"<= 1\" } } }\n", why.formatted("[1]."));
    }

    @Test
    void next_rejectedBatchWithStatusExpected_passes() {
        passes(LARGE_BATCH + "    expect: { messages: [], status: { code: 409 } }\n");
    }

    @Test
    void next_rejectedBatchExpectedMessage_fails() {
        fails(
                LARGE_BATCH + "    expect: { messages: { size: \"> 0\" } }\n",
                "t.yaml:5: consumer next: messages.size: expected > 0, was 0: [] (409 Exceeded MaxRequestBatch of 2)");
    }

    @Test
    void next_pushConsumerExpectedEmpty_isBroken() {
        breaks(
                """
                streams: [{ name: A, subjects: [a.>] }]
                consumers: [{ stream: A, durable_name: w, deliver_subject: to.me }]
                steps:
                  - consumer next: A w
                    expect: { messages: [] }
                """,
                "t.yaml:4: consumer next: messages: the server ended the request (409 Consumer is push based),"
                        + " so further messages are unknown (state 'status' in expect if this is intended)");
    }

    @Test
    void next_maxBytesOfTheStep_passes() {
        passes("""
                streams: [{ name: A, subjects: [a.>] }]
                consumers: [{ stream: A, durable_name: w }]
                steps:
                  - pub: { subject: a.x, size: 1000 }
                  - consumer next: { stream: A, consumer: w, max_bytes: 100, expires: 1s }
                    expect: { messages: [] }
                """);
    }

    @Test
    void next_noMessageExpectedEmpty_passes() {
        passes("""
                streams: [{ name: A, subjects: [a.>] }]
                consumers: [{ stream: A, durable_name: w }]
                steps:
                  - consumer next: { stream: A, consumer: w, no_wait: true }
                    expect: { messages: [] }
                  - consumer next: { stream: A, consumer: w, expires: 100ms }
                    expect: { messages: { none: { data: x } } }
                """);
    }
}
