package dev.binrun.verb.consumer;

import static dev.binrun.verb.Judging.fails;
import static dev.binrun.verb.Judging.passes;

import org.junit.jupiter.api.Test;

/** Tests {@code consumer next} on a real server. */
final class ConsumerNextTest {
    private static final String STREAM_A = """
            streams: [ { name: A, subjects: [a.>], allow_msg_ttl: true } ]
            consumers: [ { stream: A, durable_name: c, ack_wait: 400ms } ]
            kv: [ { bucket: B, history: 5 } ]
            steps:
            """;

    @Test
    void next_noMessage_returnsTheStatus() {
        passes(STREAM_A + """
                  - consumer next: { stream: A, consumer: c, no_wait: true }
                    expect: { messages: [], status: { code: 404, description: No Messages } }
                  - consumer next: { stream: A, consumer: c, expires: 100ms, batch: 2 }
                    expect: { messages: [], status: { code: 408, headers: { Nats-Pending-Messages: 2 } }, took: ">= 100ms" }
                """);
    }

    @Test
    void next_fewerThanBatch_succeeds() {
        passes(STREAM_A + """
                  - pub: a.x one
                  - consumer next: { stream: A, consumer: c, batch: 2, expires: 100ms }
                    expect: { messages: [ { data: one } ], status: { code: 408 } }
                """);
    }

    @Test
    void next_maxBytesExceeded_returnsTheStatus() {
        passes(STREAM_A + """
                  - pub: { subject: a.x, count: 3, size: 100 }
                  - consumer next: { stream: A, consumer: c, batch: 3, max_bytes: 400, expires: 1s }
                    expect: { messages: { size: "< 3" }, status: { code: 409 } }
                """);
    }

    @Test
    void next_message_hasAllFields() {
        passes(STREAM_A + """
                  - pub: { subject: a.x, data: '{"a":1}', headers: { K: v } }
                  - pub: a.x two
                  - consumer info: A c
                    within: 2s
                    expect: { num_pending: 2 }
                  - consumer next: A c
                    expect:
                      status: { absent: true }
                      messages:
                        - { subject: a.x, data: '{"a":1}', json: { a: 1 }, headers: { K: v }, size: 7, reply: "~ ^[$]JS[.]ACK[.]A[.]c[.]",
                            seq: 1, consumer_seq: 1, deliveries: 1, pending: 1, time: "<= ${now}" }
                """);
    }

    @Test
    void next_ackOmitted_isConfirmed() {
        passes(STREAM_A + """
                  - pub: { subject: a.x, count: 2 }
                  - consumer next: { stream: A, consumer: c, count: 2 }
                  - consumer next: { stream: A, consumer: c, expires: 900ms }
                    expect: { messages: [], status: { code: 408 } }
                """);
    }

    @Test
    void next_nakWithDelay_isRedeliveredThen() {
        passes(STREAM_A + """
                  - pub: a.x one
                  - consumer next: { stream: A, consumer: c, ack: nak, delay: 700ms }
                    as: nacked
                    expect: { messages: [ { deliveries: 1 } ] }
                  - consumer next: { stream: A, consumer: c, expires: 5s }
                    expect: { messages: [ { data: one, deliveries: 2 } ], at: "> ${nacked.at+200ms}" }
                  - consumer next: { stream: A, consumer: c, no_wait: true }
                    expect: { messages: [] }
                """);
    }

    @Test
    void next_everySettleKind_hasItsEffect() {
        passes(STREAM_A + """
                  - pub: a.x one
                  - consumer next: { stream: A, consumer: c, ack: nak }
                  - consumer next: { stream: A, consumer: c, ack: in_progress }
                    expect: { messages: [ { deliveries: 2 } ] }
                  - consumer next: { stream: A, consumer: c, expires: 5s, ack: none }
                    expect: { messages: [ { deliveries: 3 } ] }
                  - consumer next: { stream: A, consumer: c, expires: 5s, ack: term, reason: no good }
                    expect: { messages: [ { deliveries: 4, consumer_seq: 4 } ] }
                  - consumer next: { stream: A, consumer: c, expires: 900ms }
                    expect: { messages: [] }
                """);
    }

    @Test
    void next_absentConsumer_namesIt() {
        fails(
                STREAM_A + """
                  - consumer next: A nope
                """,
                "t.yaml:5: consumer next: expected an answer, was the error 'no responders: there is no pull consumer"
                        + " 'nope' on 'A' (not found)'");
    }

    @Test
    void next_absentConsumer_isNotFoundAndNoResponders() {
        passes(STREAM_A + """
                  - consumer next: NOPE c
                    error: not found
                  - consumer next: NOPE c
                    error: no responders
                """);
    }

    @Test
    void next_ackPolicyNone_settlesNothing() {
        passes(STREAM_A + """
                  - consumer add: { stream: A, durable_name: n, ack_policy: none }
                  - pub: { subject: a.x, count: 3 }
                  - consumer next: { stream: A, consumer: n, batch: 3 }
                    expect: { messages: { size: 3, ordered: seq } }
                """);
    }

    @Test
    void next_ackPolicyNoneWithAck_explainsTheFix() {
        fails(
                STREAM_A + """
                  - consumer add: { stream: A, durable_name: n, ack_policy: none }
                  - pub: a.x hi
                  - consumer next: { stream: A, consumer: n, ack: ack }
                """,
                "t.yaml:7: consumer next: expected an answer, was the error 'no responders: nothing took the ack of"
                        + " message 1 (was the consumer removed? with ack_policy none, state ack: none)'");
    }

    @Test
    void next_flagsOfTheCli_settle() {
        passes("""
                streams: [ { name: A, subjects: [a.>] } ]
                consumers: [ { stream: A, durable_name: c, ack_wait: 30s } ]
                steps:
                  - pub: { subject: a.x, data: "${i}", count: 4 }
                  - consumer next: { stream: A, consumer: c, nak: true, delay: 20s }
                    expect: { messages: [ { data: 0 } ] }
                  - consumer next: { stream: A, consumer: c, term: true, reason: no }
                    expect: { messages: [ { data: 1 } ] }
                  - consumer next: { stream: A, consumer: c, ack: false, wait: 2s }
                    expect: { messages: [ { data: 2 } ] }
                  - consumer next: { stream: A, consumer: c, ack: true, timeout: 2s }
                    expect: { messages: [ { data: 3 } ] }
                  - consumer info: A c
                    expect: { num_ack_pending: 2 }
                """);
    }
}
