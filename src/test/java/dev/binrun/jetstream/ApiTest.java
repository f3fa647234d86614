package dev.binrun.jetstream;

import static dev.binrun.verb.Judging.breaks;
import static dev.binrun.verb.Judging.fails;
import static dev.binrun.verb.Judging.passes;

import org.junit.jupiter.api.Test;

/** Tests errors of the JetStream API as scenarios expect them. */
final class ApiTest {
    private static final String STREAM_A = """
            streams: [ { name: A, subjects: [a.>], allow_msg_ttl: true } ]
            consumers: [ { stream: A, durable_name: c, ack_wait: 400ms } ]
            kv: [ { bucket: B, history: 5 } ]
            steps:
            """;

    @Test
    void error_everyForm_matches() {
        passes(STREAM_A + """
                  - stream info: NOPE
                    error: 10059
                  - stream info: NOPE
                    error: Not Found
                  - stream info: NOPE
                    error: { code: 404, err_code: "> 10000", description: "~ ^stream" }
                  - stream info: NOPE
                    error: {}
                  - stream info: [NOPE, NADA]
                    error: not found
                    expect: { took: "< 10s" }
                """);
    }

    @Test
    void error_stepSucceeds_showsTheAnswer() {
        fails(
                STREAM_A + """
                  - consumer add: A d
                    error: 10059
                    expect: { took: "< 10s" }
                """,
                "t.yaml:5: consumer add: expected the error 10059, was an answer:"
                        + " {\"type\":\"io.nats.jetstream.api.v1.consumer_create_response\",\"stream_name\":\"A\",\"name\":\"d\",\"created\":\"");
    }

    @Test
    void error_anotherCode_showsBoth() {
        fails(
                STREAM_A + """
                  - stream info: NOPE
                    error: 404
                """,
                "t.yaml:5: stream info: error: expected err_code 404, was"
                        + " {\"code\":404,\"err_code\":10059,\"description\":\"stream not found\"} (404 is its code:"
                        + " write error: {code: 404})");
    }

    @Test
    void error_anotherWord_showsTheDescription() {
        fails(
                STREAM_A + """
                  - stream info: NOPE
                    error: overlap
                """,
                "t.yaml:5: stream info: error: expected a description with 'overlap', was"
                        + " {\"code\":404,\"err_code\":10059,\"description\":\"stream not found\"}");
    }

    @Test
    void error_anotherMap_namesTheField() {
        fails(STREAM_A + """
                  - stream info: NOPE
                    error: { err_code: 10059, code: "> 404" }
                """, "t.yaml:5: stream info: error.code: expected > 404, was 404");
    }

    @Test
    void error_fromAKeptTree_isBroken() {
        fails(STREAM_A + """
                  - stream info: A
                    as: kept
                  - stream info: A
                    error: "${kept.config.name}"
                """, "t.yaml:7: stream info: expected the error 'A', was an answer: ");
    }

    @Test
    void error_keptMap_leadsToNeither() {
        breaks(
                STREAM_A + """
                  - stream info: A
                    as: kept
                  - stream info: NOPE
                    error: "${kept.config}"
                """,
                "t.yaml:8:12: 'error' takes an err_code or a word of the description, this leads to neither");
    }

    @Test
    void add_invalidValues_reachTheServer() {
        passes(STREAM_A + """
                  - stream add: { name: X, subjects: [a.b] }
                    error: 10065
                  - stream add: { name: X, subjects: [x], retention: sometimes }
                    error: 10025
                  - stream add: { name: X, subjects: [x], num_replicas: 3 }
                    error: 10074
                  - consumer add: { stream: NOPE, durable_name: c }
                    error: 10059
                  - consumer add: { stream: A, durable_name: c, ack_policy: none }
                    error: 10148
                  - stream add: { name: W, subjects: [w.>], retention: workqueue }
                  - consumer add: { stream: W, durable_name: one, filter_subject: w.> }
                  - consumer add: { stream: W, durable_name: two, filter_subject: w.a }
                    error: 10100
                  - consumer add: { stream: A, durable_name: e, foo: 1, allow_unknown: true }
                    error: 10025
                """);
    }

    @Test
    void consumerAdd_asInTheCli_isDurableAndExplicit() {
        passes(STREAM_A + """
                  - consumer add: A worker
                    expect: { name: worker, config: { durable_name: worker, ack_policy: explicit } }
                  - consumer add: { stream: A, durable_name: d, ack_policy: none, ack_wait: 5s, filter_subjects: [a.b], max_deliver: -1,
                      replay_policy: instant, sample_freq: "100%", headers_only: true, mem_storage: true, metadata: { a: b } }
                    expect: { config: { ack_wait: 5s, headers_only: true } }
                  - consumer add: { stream: A, durable_name: f, filter_subject: a.x.> }
                    expect: { config: { filter_subject: a.x.> } }
                """);
    }

    @Test
    void streamInfo_details_areRequested() {
        passes(STREAM_A + """
                  - pub: { subject: "a.${i}", count: 2 }
                  - stream info: { stream: A, subjects_filter: a.1 }
                    expect: { state: { messages: 2, num_subjects: 2, subjects: { equals: { a.1: 1 } } } }
                """);
    }

    @Test
    void name_withSpace_showsTheReason() {
        fails(
                STREAM_A + """
                  - stream info: { stream: a b }
                """,
                "t.yaml:5: stream info: expected an answer, was the error 'not sent to '$JS.API.STREAM.INFO.a b':"
                        + " Subject cannot contain space, tab, carriage return or linefeed character'");
    }
}
