package dev.binrun.verb.consumer;

import static dev.binrun.verb.Judging.breaks;
import static dev.binrun.verb.Judging.fails;
import static dev.binrun.verb.Judging.passes;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests the verbs that manage consumers on a real server. */
final class ConsumerApiTest {
    private static final String STREAM_A = """
            streams: [ { name: A, subjects: [a.>] } ]
            consumers: [ { stream: A, durable_name: c, ack_wait: 400ms, description: first } ]
            steps:
            """;

    @Test
    void add_inOrder_isDurable() {
        passes(STREAM_A + """
                  - consumer add: A worker
                    expect: { config: { durable_name: worker, ack_policy: explicit } }
                  - consumer new: { stream: A, consumer: worker }
                    expect: { name: worker }
                """);
    }

    @Test
    void add_ephemeral_hasNoDurableName() {
        passes(STREAM_A + """
                  - c add: { stream: A, consumer: passing, ephemeral: true, inactive_threshold: 5s }
                    expect: { name: passing, config: { name: passing, durable_name: { absent: true }, inactive_threshold: 5s } }
                  - consumer add: { stream: A, ack_policy: none }
                    expect: { name: { size: "> 0" }, config: { durable_name: { absent: true }, ack_policy: none } }
                """);
    }

    @Test
    void add_existsWithOtherConfiguration_isRejected() {
        passes(STREAM_A + """
                  - consumer add: { stream: A, consumer: c, ack_wait: 3s }
                    error: 10148
                  - consumer add: { stream: A, consumer: c, ack_wait: 3s, action: update }
                    expect: { config: { ack_wait: 3s } }
                  - consumer add: { stream: A, consumer: none, action: update }
                    error: 10149
                  - consumer add: { stream: A, consumer: c, ack_wait: 4s, action: "" }
                    expect: { config: { ack_wait: 4s } }
                """);
    }

    @Test
    void add_invalidValues_areRejectedByTheServer() {
        passes(STREAM_A + """
                  - consumer add: { stream: A, consumer: x, deliver_policy: whenever }
                    error: 10025
                  - consumer add: { stream: A, consumer: x.y }
                    error: {}
                  - consumer add: { stream: NOPE, consumer: x }
                    error: 10059
                  - consumer add: { stream: A, consumer: x, filter_subjects: [a.x, "a.*"] }
                    error: 10138
                  - consumer add: { stream: A, consumer: x, filter_subject: a.x, filter_subjects: [a.y] }
                    error: 10136
                """);
    }

    @Test
    void add_flagsOfTheCli_areAccepted() {
        passes("requires: 2.12\n" + STREAM_A + """
                  - consumer add:
                      - { stream: A, consumer: one, filter: a.x, deliver: subject }
                      - { stream: A, consumer: two, filter: [a.x, a.y], deliver: 3 }
                      - { stream: A, consumer: three, deliver: 1h, pause: 1h, wait: 3s, max_pending: 7, sample: 50 }
                      - { stream: A, consumer: four, pinned_groups: g, pinned_ttl: 5s }
                      - { stream: A, consumer: five, overflow_groups: [g] }
                      - { stream: A, consumer: six, prioritized_groups: [g] }
                    expect:
                      - { config: { filter_subject: a.x, deliver_policy: last_per_subject } }
                      - { config: { filter_subjects: [a.x, a.y], deliver_policy: by_start_sequence, opt_start_seq: 3 } }
                      - { paused: true, config: { deliver_policy: by_start_time, opt_start_time: "< ${now-59m}", ack_wait: 3s, max_ack_pending: 7 } }
                      - { config: { priority_policy: pinned_client, priority_groups: [g], priority_timeout: 5s } }
                      - { config: { priority_policy: overflow } }
                      - { config: { priority_policy: prioritized } }
                  - consumer add: { stream: A, consumer: x, deliver: whenever }
                    error: 10025
                """);
    }

    @Test
    void edit_otherFields_areKept() {
        passes(STREAM_A + """
                  - consumer edit: { stream: A, consumer: c, max_deliver: 7 }
                    expect: { config: { max_deliver: 7, ack_wait: 400ms, description: first, durable_name: c } }
                  - consumer update: { stream: A, name: c, description: second }
                    expect: { config: { max_deliver: 7, description: second } }
                """);
    }

    @Test
    void edit_oneKindOfFilter_replacesTheOther() {
        passes(STREAM_A + """
                  - consumer edit: { stream: A, consumer: c, filter_subject: a.x }
                    expect: { config: { filter_subject: a.x } }
                  - consumer edit: { stream: A, consumer: c, filter_subjects: [a.x, a.y] }
                    expect: { config: { filter_subjects: [a.x, a.y], filter_subject: { absent: true } } }
                  - consumer edit: { stream: A, consumer: c, filter_subject: a.z }
                    expect: { config: { filter_subject: a.z, filter_subjects: { absent: true } } }
                """);
    }

    @Test
    void edit_unchangeableField_isTheServersError() {
        passes(STREAM_A + """
                  - consumer edit: { stream: A, consumer: c, deliver_policy: new }
                    error: { err_code: 10012, description: "~ deliver policy can not be updated" }
                  - consumer edit: { stream: A, consumer: nope, max_deliver: 3 }
                    error: 10014
                  - consumer edit: { stream: NOPE, consumer: c, max_deliver: 3 }
                    error: 10059
                """);
    }

    @Test
    void info_unknown_isNotFound() {
        passes(STREAM_A + """
                  - consumer info: A c
                    expect: { stream_name: A, name: c, num_pending: 0, config: { ack_wait: 400ms } }
                  - consumer nfo: A nope
                    error: 10014
                  - consumer info: NOPE c
                    error: 10059
                """);
    }

    @Test
    void ls_moreThanAPage_hasAllSorted() {
        String many = IntStream.range(0, 300)
                .mapToObj(i -> "{ stream: A, consumer: c" + (1_000 - i) + ", mem_storage: true }")
                .collect(Collectors.joining(", "));
        passes("""
                streams: [ { name: A, subjects: [a.>] } ]
                steps:
                  - consumer ls: A
                    expect: { consumers: [], total: 0 }
                """ + "  - consumer add: [" + many + "]\n" + """
                  - consumer list: A
                    expect: { total: 300, consumers: { size: 300, ordered: name, unique: name, each: { config: { mem_storage: true } } } }
                  - consumer ls: NOPE
                    error: 10059
                """);
    }

    @Test
    void rm_existing_removesIt() {
        passes(STREAM_A + """
                  - consumer rm: A c
                    expect: { success: true }
                  - consumer del: A c
                    error: 10014
                  - consumer delete: NOPE c
                    error: 10059
                """);
    }

    @Test
    void pause_thenResume_delivers() {
        passes("requires: 2.11\n" + STREAM_A + """
                  - pub: a.x one
                  - consumer pause: A c 1h
                    expect: { paused: true, pause_remaining: 59m..60m }
                  - consumer info: A c
                    expect: { paused: true }
                  - consumer next: { stream: A, consumer: c, expires: 100ms }
                    expect: { messages: [] }
                  - consumer resume: A c
                    expect: { paused: false }
                  - consumer next: A c
                    expect: { messages: [ { data: one } ] }
                """);
    }

    @Test
    void pause_everyFormOfTime_isAccepted() {
        passes("requires: 2.11\n" + STREAM_A + """
                  - consumer pause: { stream: A, consumer: c, pause_until: "${now+1h}" }
                    expect: { paused: true }
                  - consumer pause: A c 2099-01-31 12:00:00
                    expect: { pause_until: "2099-01-31T12:00:00Z" }
                  - consumer pause: A c 2001-01-31T12:00:00Z
                    expect: { paused: false }
                  - consumer pause: A nope 1s
                    error: 10014
                  - consumer resume: NOPE c
                    error: 10059
                """);
    }

    @Test
    void reset_toASequence_deliversAgain() {
        passes("requires: 2.14\n" + STREAM_A + """
                  - pub: { subject: a.x, data: "${i}", count: 3 }
                  - consumer next: { stream: A, consumer: c, batch: 3 }
                  - consumer reset: { stream: A, consumer: c, seq: 2 }
                    expect: { reset_seq: 2, name: c, num_pending: 2 }
                  - consumer next: { stream: A, consumer: c, batch: 2, ack: none }
                    expect: { messages: [ { data: "1", deliveries: 1 }, { data: "2" } ] }
                  - consumer reset: A c
                    expect: { reset_seq: 2 }
                """);
    }

    @Test
    void reset_notAllowed_isTheServersError() {
        passes("requires: 2.14\n" + STREAM_A + """
                  - consumer add: { stream: A, consumer: new, deliver_policy: new }
                  - consumer reset: { stream: A, consumer: new, sequence: 1 }
                    error: 10204
                """);
    }

    @Test
    void reset_noSuchConsumer_isNotFoundAtOnce() {
        fails(
                "requires: 2.14\n" + STREAM_A + """
                  - consumer reset: NOPE c
                    error: 10059
                    expect: { took: "< 2s" }
                  - consumer reset: A nope
                """,
                "t.yaml:8: consumer reset: expected an answer, was the error 'consumer not found' (10014)");
    }

    @Test
    void unpin_pinnedClient_servesAnother() {
        passes("requires: 2.11\n" + STREAM_A + """
                  - consumer add: { stream: A, consumer: p, priority_groups: [g], priority_policy: pinned_client, pinned_ttl: 1m }
                  - pub: { subject: a.x, count: 3 }
                  - consumer next: { stream: A, consumer: p, group: g }
                    as: first
                    expect: { messages: [ { headers: { Nats-Pin-Id: "~ ." } } ] }
                  - consumer next: { stream: A, consumer: p, group: g, expires: 100ms }
                    expect: { messages: [] }
                  - consumer next: { stream: A, consumer: p, group: g, id: "${first.messages.0.headers.Nats-Pin-Id}" }
                    expect: { messages: [ { seq: 2 } ] }
                  - consumer unpin: A p g
                  - consumer next: { stream: A, consumer: p, group: g, id: "${first.messages.0.headers.Nats-Pin-Id}", expires: 1s }
                    expect: { messages: [], status: { code: 423 } }
                  - consumer next: { stream: A, consumer: p, group: g }
                    expect: { messages: [ { seq: 3, headers: { Nats-Pin-Id: "!= ${first.messages.0.headers.Nats-Pin-Id}" } } ] }
                """);
    }

    @Test
    void unpin_withoutPin_isTheServersError() {
        passes("requires: 2.11\n" + STREAM_A + """
                  - consumer add: { stream: A, consumer: p, priority_groups: [g], priority_policy: pinned_client }
                  - consumer unpin: A p
                    error: { err_code: 10025, description: "~ group not specified" }
                  - consumer unpin: A p other
                    error: 10160
                  - consumer unpin: A nope g
                    error: 10014
                """);
    }

    @Test
    void pause_keptTextIsNoTime_isBroken() {
        breaks(
                STREAM_A + """
                  - consumer info: A c
                    as: c
                  - consumer pause: { stream: A, consumer: c, until: "${c.name}" }
                """,
                "t.yaml:6:54: 'until' must be a time such as 2026-01-31T12:00:00Z or a duration such as 2s, this is"
                        + " 'c'");
    }
}
