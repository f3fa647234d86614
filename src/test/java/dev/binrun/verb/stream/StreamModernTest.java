package dev.binrun.verb.stream;

import static dev.binrun.verb.Judging.passes;

import org.junit.jupiter.api.Test;

/** Tests each newer feature of streams on a real server, with right and wrong uses. */
final class StreamModernTest {
    @Test
    void messageTtl_allowed_removesTheMessage() {
        passes("""
                streams: [ { name: A, subjects: [a.>], allow_msg_ttl: true, subject_delete_marker_ttl: 1s } ]
                steps:
                  - pub: { subject: a.x, data: one, ttl: 1s }
                  - stream get: A 1
                    expect: { message: { headers: { Nats-TTL: 1s } } }
                  - stream view: A
                    within: 5s
                    expect: { messages: [ { seq: 2, subject: a.x, size: 0, headers: { Nats-Marker-Reason: MaxAge, Nats-TTL: 1s } } ] }
                  - stream edit: { stream: A, subject_delete_marker_ttl: 5s }
                  - pub: { subject: a.y, ttl: 1s }
                  - stream get: { stream: A, last_for: a.y } # a shorter one is raised to that of the marker
                    expect: { message: { headers: { Nats-TTL: 5 } } }
                  - pub: { subject: a.x, ttl: 500ms }
                    error: 10165
                  - pub: { subject: a.x, ttl: soon }
                    error: 10165
                  - pub: { subject: a.x, ttl: never }
                    expect: { stream: A }
                """);
    }

    @Test
    void messageTtl_notAllowed_isRejected() {
        passes("""
                streams: [ { name: A, subjects: [a] } ]
                steps:
                  - pub: { subject: a, ttl: 1s }
                    error: 10166
                  - stream edit: { stream: A, allow_msg_ttl: true }
                    expect: { config: { allow_msg_ttl: true } }
                  - pub: { subject: a, ttl: 1s }
                    expect: { seq: 1 }
                  - stream edit: { stream: A, allow_msg_ttl: false }
                    error: 10052
                  - stream add: { name: B, subject_delete_marker_ttl: 500ms }
                    error: 10052
                  - stream add: { name: B, mirror: { name: A }, subject_delete_marker_ttl: 5s }
                    error: 10052
                """);
    }

    @Test
    void atomicBatch_isStoredWholeOrNotAtAll() {
        passes("""
                streams: [ { name: A, subjects: [a.>], allow_atomic: true } ]
                steps:
                  - pub: { subject: a.x, data: one, headers: { Nats-Batch-Id: b, Nats-Batch-Sequence: 1 } }
                  - pub: { subject: a.y, data: two, headers: { Nats-Batch-Id: b, Nats-Batch-Sequence: 2 } }
                  - stream info: A
                    expect: { state: { messages: 0 } }
                  - pub: { subject: a.z, data: three, headers: { Nats-Batch-Id: b, Nats-Batch-Sequence: 3, Nats-Batch-Commit: 1 } }
                    expect: { stream: A, seq: 3, batch: b, count: 3 }
                  - stream view: A
                    expect: { messages: [ { data: one, headers: { Nats-Batch-Id: b } }, { data: two }, { data: three } ] }
                """);
    }

    @Test
    void atomicBatch_wrongUses_areRejected() {
        passes("""
                streams: [ { name: A, subjects: [a], allow_atomic: true }, { name: B, subjects: [b] } ]
                steps:
                  - pub: { subject: b, headers: { Nats-Batch-Id: x, Nats-Batch-Sequence: 1 } }
                    error: 10174
                  - pub: { subject: a, headers: { Nats-Batch-Id: x } }
                    error: 10175
                  - pub: { subject: a, headers: { Nats-Batch-Id: x, Nats-Batch-Sequence: 2 } }
                    error: 10176
                  - pub: { subject: a, headers: { Nats-Batch-Id: "%s", Nats-Batch-Sequence: 1 } }
                    error: 10179
                  - pub: { subject: a, headers: { Nats-Batch-Id: y, Nats-Batch-Sequence: 1, Nats-Batch-Commit: yes } }
                    error: 10200
                  - pub: { subject: a, headers: { Nats-Batch-Id: z, Nats-Batch-Sequence: 1 } }
                  - pub: { subject: a, headers: { Nats-Batch-Id: z, Nats-Batch-Sequence: 3, Nats-Batch-Commit: 1 } }
                    error: 10176
                  - stream info: A
                    expect: { state: { messages: 0 } }
                """.formatted("x".repeat(65)));
    }

    @Test
    void fastBatch_messages_areStoredAtOnce() {
        passes("""
                requires: 2.14
                streams: [ { name: A, subjects: [a], allow_batched: true } ]
                steps:
                  - pub: { subject: a, data: one, core: true, reply: "in.b1.10.fail.1.0.$FI" }
                  - pub: { subject: a, data: two, core: true, reply: "in.b1.10.fail.2.1.$FI" }
                  - pub: { subject: a, data: three, core: true, reply: "in.b1.10.fail.3.2.$FI" }
                  - stream view: A
                    within: 2s
                    expect: { messages: [ { data: one }, { data: two }, { data: three } ] }
                """);
    }

    @Test
    void counter_addsUpIncrements() {
        passes("""
                streams: [ { name: A, subjects: [a.>], allow_msg_counter: true, allow_direct: true } ]
                steps:
                  - pub: { subject: a.hits, headers: { Nats-Incr: +1 } }
                    expect: { val: "1" }
                  - pub: { subject: a.hits, headers: { Nats-Incr: +41 } }
                    expect: { val: "42" }
                  - pub: { subject: a.hits, headers: { Nats-Incr: -2 } }
                    expect: { val: "40" }
                  - stream get: { stream: A, last_for: a.hits }
                    expect: { message: { json: { val: "40" }, headers: { Nats-Incr: -2 } } }
                """);
    }

    @Test
    void counter_wrongUses_areRejected() {
        passes("""
                streams: [ { name: A, subjects: [a], allow_msg_counter: true }, { name: B, subjects: [b] } ]
                steps:
                  - pub: a plain
                    error: 10169
                  - pub: { subject: a, data: five, headers: { Nats-Incr: +1 } }
                    error: 10170
                  - pub: { subject: a, headers: { Nats-Incr: many } }
                    error: 10171
                  - pub: { subject: b, headers: { Nats-Incr: +1 } }
                    error: 10168
                  - stream edit: { stream: B, allow_msg_counter: true }
                    error: 10052
                  - stream add: { name: C, subjects: [c], allow_msg_counter: true, discard: new, max_msgs: 5 }
                    error: 10052
                  - stream add: { name: C, mirror: { name: A }, allow_msg_counter: true }
                    error: 10173
                """);
    }

    @Test
    void schedule_delivesAtItsTime() {
        passes("""
                streams: [ { name: A, subjects: [a.>], allow_msg_schedules: true, allow_msg_ttl: true } ]
                steps:
                  - pub: { subject: a.plan, data: later, headers: { Nats-Schedule: "@at ${now+1s}", Nats-Schedule-Target: a.due, Nats-Schedule-TTL: 5m } }
                    as: planned
                  - stream view: A
                    expect: { messages: [ { subject: a.plan } ] }
                  - stream view: A
                    within: 5s
                    expect: { messages: [ { subject: a.due, data: later, time: "> ${planned.at+500ms}",
                              headers: { Nats-Scheduler: a.plan, Nats-Schedule-Next: purge, Nats-TTL: 5m } } ] }
                """);
    }

    @Test
    void schedule_wrongUses_areRejected() {
        passes("""
                streams: [ { name: A, subjects: [a.>], allow_msg_schedules: true }, { name: B, subjects: [b] } ]
                steps:
                  - pub: { subject: b, headers: { Nats-Schedule: "@at 2030-01-01T00:00:00Z", Nats-Schedule-Target: a.due } }
                    error: 10188
                  - pub: { subject: a.p, headers: { Nats-Schedule: "now and then", Nats-Schedule-Target: a.due } }
                    error: 10189
                  - pub: { subject: a.p, headers: { Nats-Schedule: "@every 10ms", Nats-Schedule-Target: a.due } }
                    error: 10189
                  - pub: { subject: a.p, headers: { Nats-Schedule: "@every 1s" } }
                    error: 10190
                  - pub: { subject: a.p, headers: { Nats-Schedule: "@every 1s", Nats-Schedule-Target: b } }
                    error: 10190
                  - pub: { subject: a.p, headers: { Nats-Schedule: "@every 1s", Nats-Schedule-Target: a.due, Nats-Schedule-TTL: x } }
                    error: 10191
                  - pub: { subject: a.p, headers: { Nats-Schedule: "@every 1s", Nats-Schedule-Target: a.due, Nats-Schedule-TTL: 1s } }
                    error: 10166
                """);
    }

    @Test
    void schedule_cron_isKnownFrom214() {
        passes("""
                requires: 2.14
                streams: [ { name: A, subjects: [a.>], allow_msg_schedules: true } ]
                steps:
                  - pub: { subject: a.p, data: tick, headers: { Nats-Schedule: "* * * * * *", Nats-Schedule-Target: a.due } }
                  - stream view: { stream: A, subject: a.due }
                    within: 5s
                    expect: { messages: { size: ">= 1", each: { data: tick, headers: { Nats-Scheduler: a.p } } } }
                  - pub: { subject: a.p, headers: { Nats-Schedule: "* * * * * *", Nats-Schedule-Time-Zone: Nowhere/None, Nats-Schedule-Target: a.due } }
                    error: 10223
                """);
    }

    @Test
    void transform_published_renamesTheSubject() {
        passes("""
                streams: [ { name: A, subjects: ["in.*.*"], subject_transform: { src: "in.*.*", dest: "out.{{wildcard(2)}}.{{wildcard(1)}}" } } ]
                steps:
                  - pub: in.a.b one
                  - stream get: A 1
                    expect: { message: { subject: out.b.a } }
                  - stream add: { name: B, subjects: [b], subject_transform: { src: b, dest: "c.{{wildcard(3)}}" } }
                    error: 10156
                  - stream edit: { stream: A, subject_transform: null }
                    expect: { config: { subject_transform: { absent: true } } }
                  - pub: in.a.b two
                  - stream get: A 2
                    expect: { message: { subject: in.a.b } }
                """);
    }

    @Test
    void republish_stored_publishesAgain() {
        passes("""
                streams:
                  - { name: A, subjects: [a.>], republish: { src: "a.>", dest: "copy.>", headers_only: true } }
                  - { name: COPY, subjects: [copy.>] }
                steps:
                  - pub: a.x hello
                  - stream view: COPY
                    within: 2s
                    expect: { messages: [ { subject: copy.x, size: 0, headers: { Nats-Stream: A, Nats-Subject: a.x, Nats-Sequence: 1, Nats-Msg-Size: 5 } } ] }
                  - stream add: { name: LOOP, subjects: [l.>], republish: { src: "l.>", dest: "l.x" } }
                    error: {}
                """);
    }

    @Test
    void compressionFirstSeqMetadata_areKept() {
        passes("""
                streams: [ { name: A, subjects: [a], storage: file, compression: s2, first_seq: 100, metadata: { owner: me } } ]
                steps:
                  - pub: a one
                    expect: { seq: 100 }
                  - stream info: A
                    expect: { config: { compression: s2, first_seq: 100, metadata: { owner: me } } }
                  - stream edit: { stream: A, compression: none }
                    expect: { config: { compression: none } }
                  - stream edit: { stream: A, compression: zip }
                    error: 10025
                """);
    }

    @Test
    void consumerLimits_bindConsumers() {
        passes("""
                streams: [ { name: A, subjects: [a], consumer_limits: { inactive_threshold: 1m, max_ack_pending: 10 } } ]
                steps:
                  - consumer add: { stream: A, durable_name: c }
                    expect: { config: { max_ack_pending: 10, inactive_threshold: 1m } }
                  - consumer add: { stream: A, durable_name: d, max_ack_pending: 11 }
                    error: 10121
                  - consumer add: { stream: A, durable_name: d, inactive_threshold: 2m }
                    error: 10153
                """);
    }

    @Test
    void discard_newPerSubject_rejectsTheSecond() {
        passes("""
                streams: [ { name: A, subjects: [a.>], max_msgs_per_subject: 1, discard: new, discard_new_per_subject: true } ]
                steps:
                  - pub: a.x one
                  - pub: a.x two
                    error: { err_code: 10077, description: maximum messages per subject exceeded }
                  - pub: a.y one
                    expect: { seq: 2 }
                  - stream add: { name: B, subjects: [b], discard: new, discard_new_per_subject: true }
                    error: 10052
                """);
    }

    @Test
    void expectations_wrong_rejectTheMessage() {
        passes("""
                streams: [ { name: A, subjects: [a.>] } ]
                steps:
                  - pub: { subject: a.x, msg_id: m1, headers: { Nats-Expected-Last-Sequence: 0, Nats-Expected-Stream: A } }
                  - pub: { subject: a.x, headers: { Nats-Expected-Stream: B } }
                    error: 10060
                  - pub: { subject: a.x, headers: { Nats-Expected-Last-Sequence: 7 } }
                    error: { err_code: 10071, description: "wrong last sequence: 1" }
                  - pub: { subject: a.y, headers: { Nats-Expected-Last-Subject-Sequence: 1 } }
                    error: 10071
                  - pub: { subject: a.x, headers: { Nats-Expected-Last-Msg-Id: m0 } }
                    error: { err_code: 10070, description: "wrong last msg ID: m1" }
                  - pub: { subject: a.y, headers: { Nats-Expected-Last-Subject-Sequence: 1, Nats-Expected-Last-Subject-Sequence-Subject: a.x } }
                    expect: { seq: 2 }
                  - pub: { subject: a.x, headers: { Nats-Rollup: sub } }
                    error: 10111
                """);
    }

    @Test
    void mirrorsAndSources_withFiltersAndTransforms() {
        passes("""
                streams:
                  - { name: A, subjects: [a.>] }
                  - { name: B, subjects: [b.>] }
                  - { name: M, mirror: { name: A, filter_subject: a.x } }
                  - { name: T, mirror: { name: A, subject_transforms: [ { src: "a.*", dest: "t.{{wildcard(1)}}" } ] } }
                  - { name: S, sources: [ { name: A, filter_subject: a.y }, { name: B, subject_transforms: [ { src: "b.>", dest: "from-b.>" } ] } ] }
                steps:
                  - pub: [ a.x, a.y, b.z ]
                  - stream view: M
                    within: 5s
                    expect: { messages: [ { subject: a.x, seq: 1 } ] }
                  - stream view: T
                    within: 5s
                    expect: { messages: [ { subject: t.x }, { subject: t.y } ] }
                  - stream view: S
                    within: 5s
                    expect: { messages: { size: 2, contains: [ { subject: a.y }, { subject: from-b.z } ] } }
                  - stream get: { stream: S, last_for: a.y }
                    expect: { message: { headers: { Nats-Stream-Source: "~ ^A 2 " } } }
                  - pub: m.x one
                    error: no responders
                  - stream add: { name: X, mirror: { name: A }, subjects: [x] }
                    error: 10034
                  - stream add: { name: X, mirror: { name: A }, sources: [ { name: B } ] }
                    error: 10031
                  - stream add: { name: X, sources: [ { name: A, filter_subject: a.x, subject_transforms: [ { src: a.x, dest: b } ] } ] }
                    error: 10144
                  - stream edit: { stream: M, mirror: { name: B } }
                    error: 10055
                """);
    }

    @Test
    void mirror_promoted_storesMessages() {
        passes("""
                streams: [ { name: A, subjects: [a] }, { name: M, mirror: { name: A } } ]
                steps:
                  - pub: a one
                  - stream info: M
                    within: 5s
                    expect: { state: { messages: 1 } }
                  - stream rm: A
                  - stream edit: { stream: M, mirror: null, subjects: [a] }
                    expect: { config: { mirror: { absent: true }, subjects: [a] } }
                  - pub: a two
                    expect: { stream: M, seq: 2 }
                """);
    }

    @Test
    void placementAndReplicas_needACluster() {
        passes("""
                streams: [ { name: A } ]
                steps:
                  - stream add: { name: B, num_replicas: 3 }
                    error: 10074
                  - stream add: { name: B, placement: { cluster: east, tags: [ssd] } }
                    expect: { config: { placement: { cluster: east } } }
                """);
    }

    @Test
    void unknownField_allowed_isRejectedByTheServer() {
        passes("""
                requires: 2.12
                streams: [ { name: A } ]
                steps:
                  - stream add: { name: B, allow_unknown: true, allow_time_travel: true }
                    error: 10025
                  - stream edit: { stream: A, allow_unknown: true, allow_time_travel: true }
                    error: { err_code: 10025, description: "~ unknown field .allow_time_travel" }
                """);
    }
}
