package dev.binrun.verb.consumer;

import static dev.binrun.verb.Judging.fails;
import static dev.binrun.verb.Judging.passes;

import org.junit.jupiter.api.Test;

/** Tests {@code consumer sub} on a real server. */
final class ConsumerSubTest {
    private static final String STREAM_A = """
            streams: [ { name: A, subjects: [a.>] } ]
            consumers: [ { stream: A, durable_name: c, ack_wait: 30s } ]
            steps:
            """;

    @Test
    void pull_gathersAndSettles() {
        passes(STREAM_A + """
                  - pub: { subject: a.x, data: "${i}", count: 3 }
                  - consumer sub: A c
                    as: w
                    expect: { name: c, stream_name: A }
                  - pub: { subject: a.x, data: "${i}", count: 3..5 }
                  - collect: w
                    within: 5s
                    expect: { messages: { size: 6, each: { data: "${i}", deliveries: 1 } }, unsettled: { absent: true } }
                  - consumer info: A c
                    expect: { num_ack_pending: 0, ack_floor: { stream_seq: 6 }, num_pending: 0 }
                  - stop: w
                    expect: { received: 6, status: { absent: true } }
                  - pub: a.x late
                  - consumer next: A c
                    expect: { messages: [ { data: late, deliveries: 1 } ] }
                """);
    }

    @Test
    void pull_renewsItsPulls() {
        passes(STREAM_A + """
                  - consumer sub: { stream: A, consumer: c, batch: 2, expires: 100ms }
                    as: w
                  - consumer info: A c
                    within: 1s
                    expect: { num_waiting: 1 }
                  - pub: { subject: a.x, data: "${i}", count: 25 }
                  - collect: w
                    within: 5s
                    during: 300ms
                    expect: { received: 25, status: { absent: true } }
                  - pub: { subject: a.x, data: "${i}", count: 25..30 }
                  - collect: w
                    within: 5s
                    expect: { messages: { size: 31, each: { data: "${i}" } } }
                """);
    }

    @Test
    void pull_keepsTheFirst_countsAll() {
        passes(STREAM_A + """
                  - consumer sub: { stream: A, consumer: c, keep: 2 }
                    as: w
                  - pub: { subject: a.x, data: "${i}", count: 5000, async: true }
                  - collect: w
                    within: 5s
                    expect: { received: 5000, messages: [ { data: "0" }, { data: "1" } ], cut: "~ the first 2 of 5000" }
                """);
    }

    @Test
    void pull_naksWithDelay_areRedelivered() {
        passes(STREAM_A + """
                  - consumer sub: { stream: A, consumer: c, ack: nak, delay: 50ms }
                    as: w
                  - pub: a.x one
                  - collect: w
                    within: 5s
                    expect: { messages: { any: { data: one, deliveries: 3 } } }
                """);
    }

    @Test
    void pull_consumerRemoved_isTheStatus() {
        passes(STREAM_A + """
                  - consumer sub: A c
                    as: w
                  - consumer rm: A c
                  - collect: w
                    within: 5s
                    expect: { messages: [], status: { code: 409, description: Consumer Deleted } }
                """);
    }

    @Test
    void pull_pinned_keepsItsPin() {
        passes("requires: 2.11\n" + STREAM_A + """
                  - consumer add: { stream: A, consumer: p, priority_groups: [g], priority_policy: pinned_client, pinned_ttl: 1m }
                  - consumer sub: { stream: A, consumer: p, group: g, batch: 1 }
                    as: pinned
                  - pub: { subject: a.x, count: 1 }
                  - collect: pinned
                    within: 5s
                    expect: { received: 1 }
                  - consumer sub: { stream: A, consumer: p, group: g, batch: 1 }
                    as: other
                  - pub: { subject: a.x, count: 5 }
                  - collect: pinned
                    within: 5s
                    expect: { received: 6 }
                  - stop: pinned
                  - consumer unpin: A p g
                  - pub: { subject: a.x, count: 3 }
                  - collect: other
                    within: 5s
                    expect: { received: 3 }
                """);
    }

    @Test
    void pull_limitsOfTheConsumer_areRespected() {
        passes(STREAM_A + """
                  - consumer add: { stream: A, consumer: small, max_batch: 2, max_expires: 200ms }
                  - consumer sub: A small
                    as: w
                  - pub: { subject: a.x, count: 5 }
                  - collect: w
                    within: 5s
                    expect: { received: 5, status: { absent: true } }
                  - consumer sub: { stream: A, consumer: small, batch: 3 }
                    as: tooMany
                  - collect: tooMany
                    within: 5s
                    expect: { status: { code: 409, description: Exceeded MaxRequestBatch of 2 } }
                """);
    }

    @Test
    void pull_consumerRemoved_showsUnsettledMessages() {
        passes(STREAM_A + """
                  - consumer add: { stream: A, consumer: n, ack_policy: none }
                  - consumer sub: { stream: A, consumer: n, ack: ack }
                    as: acking
                  - pub: a.x one
                  - collect: acking
                    within: 5s
                    expect: { messages: [ { data: one } ], unsettled: { count: 1, first: [ { seq: 1, code: 503, description: "~ nothing took the ack of message 1" } ] } }
                """);
    }

    @Test
    void push_sharedByItsGroup_eachMessageOnce() {
        passes(STREAM_A + """
                  - consumer add: { stream: A, consumer: p, deliver_subject: to.p, deliver_group: g, flow_control: true, idle_heartbeat: 100ms }
                  - consumer sub: A p
                    as: one
                    expect: { config: { deliver_group: g } }
                  - consumer sub: { stream: A, consumer: p, deliver_group: g }
                    as: two
                  - pub: { subject: a.x, data: "${i}", count: 100 }
                  - collect: [one, two]
                    within: 5s
                    during: 300ms
                    expect: { received: 100, messages: { unique: seq, each: { deliveries: 1 } }, missed_heartbeats: { absent: true } }
                  - consumer info: A p
                    expect: { num_ack_pending: 0, push_bound: true }
                """);
    }

    @Test
    void push_flowControl_getsReplies() {
        passes("""
                streams: [ { name: A, subjects: [a.>], storage: memory } ]
                steps:
                  - consumer add: { stream: A, consumer: p, deliver_subject: to.p, ack_policy: none, flow_control: true, idle_heartbeat: 1s }
                  - pub: { subject: a.x, size: 5000, count: 20000, async: true }
                  - consumer sub: A p
                    as: w
                  - collect: w
                    within: 10s
                    expect: { received: 20000, dropped: { absent: true } }
                """);
    }

    @Test
    void push_ackPolicyFlowControl_acknowledges() {
        passes("""
                requires: 2.14
                streams: [ { name: A, subjects: [a.>], storage: memory } ]
                steps:
                  - consumer add: { stream: A, consumer: p, deliver_subject: to.p, ack_policy: flow_control, flow_control: true, idle_heartbeat: 100ms, max_ack_pending: 50 }
                  - consumer sub: A p
                    as: w
                  - pub: { subject: a.x, count: 500, async: true }
                  - collect: w
                    within: 10s
                    expect: { received: 500, unsettled: { absent: true } }
                  - consumer info: A p
                    within: 5s
                    expect: { num_ack_pending: 0, ack_floor: { stream_seq: 500 } }
                """);
    }

    @Test
    void push_messageOfAClient_isGathered() {
        passes(STREAM_A + """
                  - consumer add: { stream: A, consumer: p, deliver_subject: to.p }
                  - consumer sub: A p
                    as: w
                  - pub: { subject: to.p, data: stray, core: true }
                  - pub: a.x one
                  - collect: w
                    within: 5s
                    expect: { messages: [ { data: stray, seq: { absent: true } }, { data: one, seq: 1 } ], failed: { absent: true } }
                """);
    }

    @Test
    void ordered_stream_isReadInOrderAndTheConsumerRemoved() {
        passes(STREAM_A + """
                  - pub: { subject: a.x, data: "${i}", count: 10 }
                  - consumer sub: { stream: A, ordered: true, filter_subject: a.x, opt_start_seq: 3, deliver_policy: by_start_sequence }
                    as: w
                    expect: { config: { ack_policy: none, mem_storage: true } }
                  - pub: a.y skipped
                  - pub: { subject: a.x, data: "${i}", count: 10..19 }
                  - collect: w
                    within: 5s
                    expect: { messages: { size: 18, ordered: seq }, recreated: { absent: true } }
                  - stop: w
                  - consumer ls: A
                    within: 2s
                    expect: { consumers: [ { name: c } ] }
                """);
    }

    @Test
    void ordered_consumerLost_isCreatedAgain() {
        passes(STREAM_A + """
                  - consumer sub: { stream: A, ordered: true, deliver_policy: new }
                    as: w
                  - pub: { subject: a.x, data: "${i}", count: 3 }
                  - collect: w
                    within: 5s
                    expect: { received: 3 }
                  - consumer rm: { stream: A, consumer: "${w.name}" }
                  - pub: { subject: a.x, data: "${i}", count: 3..5 }
                  - collect: w
                    within: 5s
                    during: 200ms
                    expect: { messages: { size: 6, each: { data: "${i}" } }, recreated: 1 }
                """);
    }

    @Test
    void ordered_streamRemoved_showsTheError() {
        passes(STREAM_A + """
                  - consumer sub: { stream: A, ordered: true }
                    as: w
                  - pub: { subject: $JS.API.STREAM.DELETE.A, core: true }
                  - collect: w
                    within: 5s
                    expect: { failed: { err_code: 10059 } }
                """);
    }

    @Test
    void sub_absentConsumer_isTheServersError() {
        fails(STREAM_A + """
                  - consumer sub: NOPE c
                    error: 10059
                  - consumer sub: { stream: NOPE, ordered: true }
                    error: 10059
                  - consumer sub: A nope
                """, "t.yaml:8: consumer sub: expected an answer, was the error 'consumer not found' (10014)");
    }
}
