package dev.binrun.verb.consumer;

import static dev.binrun.verb.Judging.fails;
import static dev.binrun.verb.Judging.passes;

import org.junit.jupiter.api.Test;

/** Tests pulls that the server does not end with a status, on a real server. */
final class PullTest {
    private static final String FULL_AT_TWO = """
            streams: [ { name: A, subjects: [a.>] } ]
            consumers: [ { stream: A, durable_name: c, ack_wait: 30s, max_ack_pending: 2 } ]
            steps:
              - pub: { subject: a.x, data: "m${i}", count: 5 }
              - consumer info: A c
                within: 2s
                expect: { num_pending: 5 }
            """;

    @Test
    void noWait_maxAckPendingReached_returnsWhatArrived() {
        passes(FULL_AT_TWO + """
                  - consumer next: { stream: A, consumer: c, batch: 5, no_wait: true, ack: none }
                    expect:
                      messages: [ { data: m0 }, { data: m1 } ]
                      received: 2
                      status: { absent: true }
                      reason: max_ack_pending (2) is reached
                      took: "< 1500ms"
                  - consumer next: { stream: A, consumer: c, batch: 2, no_wait: true }
                    expect: { messages: [], reason: max_ack_pending (2) is reached, took: "< 1500ms" }
                  - consumer info: A c
                    expect: { num_ack_pending: 2, delivered: { consumer_seq: 2 } }
                """);
    }

    @Test
    void noWait_maxAckPendingReached_isNoEnd() {
        fails(FULL_AT_TWO + """
                  - consumer next: { stream: A, consumer: c, batch: 5, no_wait: true, ack: none }
                    expect: { messages: { size: 2 }, status: { code: 404 } }
                """, "t.yaml:8: consumer next: status: expected {code: 404}, was absent");
    }

    @Test
    void noWait_ownAcknowledgementsMakeRoom_returnsAll() {
        passes(FULL_AT_TWO + """
                  - consumer next: { stream: A, consumer: c, batch: 9, no_wait: true }
                    expect: { messages: { size: 5 }, status: { code: 404 }, reason: { absent: true } }
                """);
    }

    @Test
    void noWait_maxAckPendingReached_redeliveriesCome() {
        passes(FULL_AT_TWO + """
                  - consumer next: { stream: A, consumer: c, batch: 2, no_wait: true, ack: none }
                    as: both
                  - consumer ack: { messages: "${both.messages.1}", ack: nak }
                    expect: { settled: 1 }
                  - consumer next: { stream: A, consumer: c, batch: 5, no_wait: true, ack: none }
                    expect: { messages: [ { data: m1, deliveries: 2 } ], reason: max_ack_pending (2) is reached }
                """);
    }

    @Test
    void noWaitWithExpires_maxAckPendingReached_waitsOnlyIfNothingArrived() {
        passes(FULL_AT_TWO + """
                  - consumer next: { stream: A, consumer: c, batch: 5, no_wait: true, expires: 10s, ack: none }
                    expect: { messages: { size: 2 }, reason: max_ack_pending (2) is reached, took: "< 5s" }
                  - consumer next: { stream: A, consumer: c, batch: 5, no_wait: true, expires: 300ms, idle_heartbeat: 100ms }
                    expect: { messages: [], status: { code: 408 }, took: "300ms..5s" }
                """);
    }

    @Test
    void noWait_nothingDeliverable_hasTheServersStatus() {
        passes("""
                streams: [ { name: A, subjects: [a.>] } ]
                consumers:
                  - { stream: A, durable_name: paused }
                  - { stream: A, durable_name: grouped, priority_policy: overflow, priority_groups: [jobs] }
                steps:
                  - pub: a.x one
                  - consumer pause: { stream: A, consumer: paused, until: "${now+30s}" }
                  - consumer next: { stream: A, consumer: paused, no_wait: true }
                    expect: { messages: [], status: { code: 404 }, took: "< 1500ms" }
                  - consumer next: { stream: A, consumer: grouped, group: jobs, min_pending: 5, no_wait: true }
                    expect: { messages: [], status: { code: 404 }, took: "< 1500ms" }
                """);
    }

    @Test
    void maxBytes_usedUpExactly_returnsWhatArrived() {
        passes("""
                streams: [ { name: A, subjects: [a.>] } ]
                consumers: [ { stream: A, durable_name: c, ack_wait: 30s }, { stream: A, durable_name: d, ack_wait: 30s } ]
                steps:
                  - pub: { subject: a.x, data: "m${i}", count: 5 }
                  - consumer next: { stream: A, consumer: c, batch: 5, ack: none, max_bytes: 44, expires: 10s }
                    expect: { messages: [ { data: m0 } ], status: { absent: true }, reason: max_bytes are used up exactly, took: "< 5s" }
                  - consumer next: { stream: A, consumer: c, batch: 5, ack: none, max_bytes: 88, no_wait: true }
                    expect: { messages: [ { data: m1 }, { data: m2 } ], reason: max_bytes are used up exactly, took: "< 1500ms" }
                  - consumer next: { stream: A, consumer: d, batch: 5, ack: none, max_bytes: 45 }
                    expect: { messages: [ { data: m0 } ], status: { code: 409 }, reason: { absent: true } }
                """);
    }

    @Test
    void noWait_othersAcknowledgeMeanwhile_losesNothing() {
        passes("""
                streams: [ { name: A, subjects: [a.>] } ]
                consumers: [ { stream: A, durable_name: c, ack_wait: 60s, max_ack_pending: 3 } ]
                steps:
                  - pub: { subject: a.x, data: "m${i}", count: 60 }
                  - parallel:
                      - - repeat:
                            for: 4s
                            steps:
                              - consumer next: { stream: A, consumer: c, batch: 10, no_wait: true, ack: none }
                      - - repeat:
                            count: 8
                            steps:
                              - repeat:
                                  count: 60
                                  steps:
                                    - pub: { subject: "$JS.ACK.A.c.1.${i+1}.${i+1}.0.0", core: true }
                                    - sleep: 5ms
                  - consumer info: A c
                    expect: { num_pending: 0, delivered: { consumer_seq: 60 } }
                checks:
                  - delivered: { stream: A, consumer: c, exactly: once }
                """);
    }
}
