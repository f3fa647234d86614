package dev.binrun.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Tests the operations that verbs record in the history. */
@Execution(ExecutionMode.CONCURRENT)
final class RecordedTest {
    private static final String STREAM = "- stream add: { name: A, subjects: [a.>], storage: memory }\n";
    private static final String CONSUMER = STREAM + "- consumer add: { stream: A, name: c }\n";
    private static final String BUCKET = "- kv add: B\n";

    @TempDir
    private Path folder;

    private Recording me;

    @BeforeEach
    void start() throws Exception {
        me = new Recording(folder);
    }

    @AfterEach
    void end() throws Exception {
        me.close();
    }

    @Test
    void pub_acknowledged_isStored() throws Exception {
        me.after(STREAM)
                .does("- pub: a.x 1\n- pub: { subject: \"a.${i}\", count: 2, async: true }")
                .has("publish A a.x: ok 1", "publish A a.0: ok 2", "publish A a.1: ok 3");
    }

    @Test
    void object_put_recordsChunksInfoAndRemovals() throws Exception {
        me.after("- object add: { bucket: o, storage: memory }")
                .does("""
                        - object put: { bucket: o, name: x, size: 500, chunk_size: 251 }
                        - object put: { bucket: o, name: x, size: 1 }
                        - object del: o x
                        """)
                .hasWithoutIds(
                        "publish OBJ_o $O.o.C.ID: ok 1",
                        "publish OBJ_o $O.o.C.ID: ok 2",
                        "publish OBJ_o $O.o.M.eA==: ok 3",
                        "remove OBJ_o $O.o.M.eA== to 2: ok",
                        "publish OBJ_o $O.o.C.ID: ok 4",
                        "publish OBJ_o $O.o.M.eA==: ok 5",
                        "remove OBJ_o $O.o.M.eA== to 4: ok",
                        "remove OBJ_o $O.o.C.ID: ok",
                        "publish OBJ_o $O.o.M.eA==: ok 6",
                        "remove OBJ_o $O.o.M.eA== to 5: ok",
                        "remove OBJ_o $O.o.C.ID: ok");
    }

    @Test
    void object_withoutReply_isUnknown_rejected_failed() throws Exception {
        me.after("- object add: { bucket: o, storage: memory }");
        me.does("- object put: { bucket: o, name: y, size: 1048576, chunk_size: 2097152 }\n"
                        + "- stream edit: { stream: OBJ_o, max_msg_size: 20 }\n"
                        + "- object put: { bucket: o, name: x, size: 21 }")
                .hasWithoutIds(
                        "publish OBJ_o $O.o.C.ID: ok 1",
                        "publish OBJ_o $O.o.M.eQ==: ok 2",
                        "remove OBJ_o $O.o.M.eQ== to 1: ok",
                        "publish $O.o.C.ID: failed",
                        "remove OBJ_o $O.o.C.ID: failed");
        me.server.pause();
        me.world.timeLeft(Duration.ofMillis(200));
        me.does("- object del: o y");
        me.server.resume(Duration.ofSeconds(10));
    }

    @Test
    void streamConfiguration_byAnyVerb_isRecorded() throws Exception {
        me.does("""
                - stream add: { name: A, subjects: [a.>], max_msgs: 9 }
                - stream edit: { stream: A, max_msgs: 7 }
                - stream edit: { stream: A, storage: memory }
                - request: { subject: $JS.API.STREAM.UPDATE.A, json: { name: A, subjects: [a.>], max_msgs: 5 } }
                - request: { subject: $JS.API.STREAM.UPDATE.A, data: "no JSON" }
                - pub: { subject: $JS.API.STREAM.UPDATE.A, json: { name: A, max_msgs: 4 }, core: true }
                - kv add: { bucket: B, history: 2 }
                - kv edit: { bucket: B, history: 3 }
                """)
                .hasConfigured(
                        "A 9: ok",
                        "A 7: ok",
                        "A 7: unknown",
                        "A 5: ok",
                        "A -1: failed",
                        "A 4: unknown",
                        "KV_B -1: ok",
                        "KV_B -1: ok");
    }

    @Test
    void pub_again_isADuplicate() throws Exception {
        me.after(STREAM)
                .does("- pub: { subject: a.x, msg_id: i }\n- pub: { subject: a.x, msg_id: i, retry: 1s }")
                .has("publish A a.x with an id: ok 1", "publish A a.x with an id: ok, a duplicate 1");
    }

    @Test
    void pub_rejected_failed() throws Exception {
        me.after(STREAM + "- stream edit: { stream: A, max_msg_size: 10 }")
                .does("""
                        - pub: { subject: a.x, headers: { Nats-Expected-Last-Sequence: 7 } }
                        - pub: { subject: a.x, size: 11 }
                        - pub: { subject: no.listener }
                        - pub: { subject: "b b" }
                        """)
                .has(
                        "publish a.x: failed",
                        "publish a.x: failed",
                        "publish no.listener: failed",
                        "publish b b: failed");
        assertEquals(4, me.errors.size());
    }

    @Test
    void pub_rejectedByTheStore_isUnknown() throws Exception {
        me.after("- stream add: { name: A, subjects: [a.>], max_msgs: 1, discard: new }\n- pub: a.x")
                .does("- pub: a.x")
                .has("publish a.x: unknown");
        assertEquals(10077, me.errors.get(0).error().get("err_code").getAsInt());
    }

    @Test
    void pub_withoutReply_isUnknownEvenIfALaterTryIsRejected() throws Exception {
        me.after(STREAM);
        me.server.pause();
        me.does("- pub: { subject: a.x, timeout: 200ms }").has("publish a.x: unknown");
        CompletableFuture.delayedExecutor(400, TimeUnit.MILLISECONDS)
                .execute(() -> me.server.resume(Duration.ofSeconds(10)));
        me.does("- pub: { subject: no.listener, timeout: 100ms, retry: 10s }")
                .has("publish no.listener with an id: unknown");
        assertEquals(503, me.errors.get(1).error().get("code").getAsInt());
    }

    @Test
    void pub_interrupted_isUnknown() throws Exception {
        me.after(STREAM);
        me.server.pause();
        Thread publisher = new Thread(() -> {
            try {
                me.does("- pub: { subject: a.x, timeout: 20s }");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        publisher.start();
        me.soonHas("publish a.x: unknown");
        publisher.interrupt();
        publisher.join();
        me.server.resume(Duration.ofSeconds(10));
        me.has();
    }

    @Test
    void pub_core_isUnknown() throws Exception {
        me.after(STREAM)
                .does("- pub: { subject: a.x, core: true, count: 2 }")
                .has("publish a.x: unknown", "publish a.x: unknown");
    }

    @Test
    void pub_withTtl_recordsIt() throws Exception {
        me.after("- stream add: { name: A, subjects: [a.>], allow_msg_ttl: true }")
                .does(
                        "- pub: { subject: a.x, ttl: 90s }\n- pub: { subject: a.x, ttl: 7 }\n- pub: { subject: a.x, headers: { Nats-TTL: never } }")
                .has("publish A a.x for 90s: ok 1", "publish A a.x for 7s: ok 2", "publish A a.x for -1s: ok 3");
    }

    @Test
    void pub_rollup_recordsARemoval() throws Exception {
        me.after(
                        "- stream add: { name: A, subjects: [a.>], allow_rollup_hdrs: true }\n- pub: { subject: a.x, count: 2 }")
                .does("""
                        - pub: { subject: a.x, headers: { Nats-Rollup: sub } }
                        - pub: { subject: a.y, headers: { Nats-Rollup: all } }
                        - pub: { subject: no.listener, headers: { Nats-Rollup: all } }
                        """)
                .has(
                        "publish A a.x: ok 3",
                        "remove A a.x to 2: ok",
                        "publish A a.y: ok 4",
                        "remove A to 3: ok",
                        "publish no.listener: failed",
                        "remove: failed");
    }

    @Test
    void pub_toACounter_recordsNoPayload() throws Exception {
        me.after("- stream add: { name: A, subjects: [a.>], allow_msg_counter: true }")
                .does("- pub: { subject: a.x, headers: { Nats-Incr: +2 } }")
                .has("publish A a.x of any payload: ok 1");
    }

    @Test
    void pub_schedule_recordsAPossibleRemoval() throws Exception {
        me.after("- stream add: { name: A, subjects: [a.>], allow_msg_schedules: true, allow_rollup_hdrs: true }")
                .does(
                        "- pub: { subject: a.later, headers: { Nats-Schedule: \"@at 2030-01-01T00:00:00Z\", Nats-Schedule-Target: a.x } }")
                .has("publish A a.later: ok 1", "remove a.later: unknown");
    }

    @Test
    void pub_batch_isAcknowledgedByTheCommit() throws Exception {
        me.after("- stream add: { name: A, subjects: [a.>], allow_atomic: true }\n- pub: a.x")
                .does("""
                        - pub: { subject: "a.${i}", headers: { Nats-Batch-Id: b, Nats-Batch-Sequence: "${i}" }, count: 1..2 }
                        """)
                .has("publish a.1: unknown", "publish a.2: unknown");
        me.does("- pub: { subject: a.3, headers: { Nats-Batch-Id: b, Nats-Batch-Sequence: 3, Nats-Batch-Commit: 1 } }")
                .hasAll("publish A a.x: ok 1", "publish A a.1: ok 2", "publish A a.2: ok 3", "publish A a.3: ok 4");
        me.does("""
                        - pub: { subject: a.1, headers: { Nats-Batch-Id: c, Nats-Batch-Sequence: 1 } }
                        - pub: { subject: a.2, headers: { Nats-Batch-Id: c, Nats-Batch-Sequence: 2, Nats-Batch-Commit: eob } }
                        """).has("publish A a.1: ok 5");
        me.does("- pub: { subject: a.2, headers: { Nats-Batch-Id: d, Nats-Batch-Sequence: 2, Nats-Batch-Commit: 1 } }")
                .has("publish a.2: failed");
    }

    @Test
    void request_acknowledgedByAStream_isAPublish() throws Exception {
        me.after(STREAM)
                .does("- request: a.x hello\n- request: no.listener\n- request: $JS.API.STREAM.NAMES")
                .has("publish A a.x: ok 1", "publish no.listener: failed");
    }

    @Test
    void request_toTheApi_recordsRemovals() throws Exception {
        me.after(CONSUMER + "- pub: { subject: a.x, count: 9 }")
                .does("""
                        - request: { subject: $JS.API.STREAM.MSG.DELETE.A, json: { seq: 2 } }
                        - request: { subject: $JS.API.STREAM.PURGE.A, json: { filter: a.x, seq: 4 } }
                        - request: { subject: $JS.API.STREAM.PURGE.A, json: { filter: a.none } }
                        - request: { subject: $JS.API.STREAM.PURGE.A, data: "{" }
                        - request: { subject: $JS.API.STREAM.PURGE.NONE }
                        - pub: { subject: $JS.API.STREAM.DELETE.A, core: true }
                        """)
                .has(
                        "remove A only 2: ok",
                        "remove A a.x to 3: ok",
                        "remove A a.none: failed",
                        "remove A: failed",
                        "remove NONE: failed",
                        "remove A: unknown");
    }

    @Test
    void streamVerbs_removals_areRecorded() throws Exception {
        me.after(STREAM + "- pub: { subject: a.x, count: 9 }")
                .does("""
                        - stream rmm: A 1
                        - stream rmm: A 1
                        - stream purge: { stream: A, seq: 4, filter: a.x }
                        - stream purge: { stream: A, keep: 2 }
                        - stream purge: A
                        - stream purge: A
                        - stream rm: A
                        """)
                .has(
                        "remove A only 1: ok",
                        "remove A only 1: failed",
                        "remove A a.x to 3: ok",
                        "remove A but 2: ok",
                        "remove A: ok",
                        "remove A: failed",
                        "remove A: ok");
    }

    @Test
    void consumerRmAndReset_done_areRecorded() throws Exception {
        me.after(CONSUMER)
                .does("- consumer reset: A c\n- consumer rm: A c\n- consumer rm: A c")
                .has("reset A c: ok", "remove A c: ok", "remove A c: failed");
    }

    @Test
    void removal_withoutReply_isUnknown() throws Exception {
        me.after(STREAM);
        me.server.pause();
        me.world.timeLeft(Duration.ofMillis(200));
        me.does("- stream purge: A").has("remove A: unknown");
        me.server.resume(Duration.ofSeconds(10));
    }

    @Test
    void consumerNext_settles_recordsDeliveriesFirst() throws Exception {
        me.after(CONSUMER + "- pub: { subject: a.x, count: 2 }")
                .does("- consumer next: { stream: A, consumer: c, batch: 2, ack: nak }")
                .has(
                        "delivery A c a.x time 1 as 1: ok 1",
                        "nak A c: ok 1",
                        "delivery A c a.x time 1 as 2: ok 2",
                        "nak A c: ok 2");
        me.does("- consumer next: A c\n- consumer next: { stream: A, consumer: c, ack: none }\n"
                        + "- consumer next: { stream: A, consumer: c, expires: 100ms, ack: in_progress }")
                .has("delivery A c a.x time 2 as 3: ok 1", "ack A c: ok 1", "delivery A c a.x time 2 as 4: ok 2");
    }

    @Test
    void consumerAck_keptMessages_isRecorded() throws Exception {
        me.after(CONSUMER
                + "- pub: { subject: a.x, count: 3 }\n- consumer next: { stream: A, consumer: c, batch: 3,"
                + " ack: none }\n  as: got");
        me.does("""
                - consumer ack: { messages: "${got.messages.0}" }
                - consumer ack: { messages: "${got.messages.1}", ack: term }
                - consumer rm: A c
                - consumer ack: { messages: "${got.messages.2}" }
                """).hasSettled("ack A c: ok 1", "term A c: ok 2", "ack A c: failed 3");
    }

    @Test
    void request_rawAck_isRecorded() throws Exception {
        me.after(
                        CONSUMER
                                + "- pub: { subject: a.x, count: 3 }\n- consumer next: { stream: A, consumer: c, batch: 3, ack: none }\n  as: got")
                .does("""
                        - request: { subject: "${got.messages.0.reply}", data: +ACK }
                        - pub: { subject: "${got.messages.1.reply}", data: "-NAK {}", core: true }
                        - pub: { subject: "${got.messages.2.reply}", data: +WPI, core: true }
                        """)
                .has("ack A c: ok 1", "nak A c: unknown 2");
    }

    @Test
    void consumerSub_pullAndPush_recordDeliveries() throws Exception {
        me.after(CONSUMER + """
                - consumer add: { stream: A, name: p, deliver_subject: to.p, ack_policy: none }
                - consumer sub: A c
                - consumer sub: A p
                """);
        me.does("- pub: a.x")
                .soonHasAll(
                        "publish A a.x: ok 1",
                        "delivery A c a.x time 1 as 1: ok 1",
                        "ack A c: ok 1",
                        "delivery A p a.x time 1 as 1: ok 1");
    }

    @Test
    void sub_deliverSubject_recordsDeliveriesOnlyThere() throws Exception {
        me.after(STREAM + """
                - consumer add: { stream: A, name: p, deliver_subject: to.p, ack_policy: none }
                - sub: to.p
                - sub: a.>
                """);
        me.does("- pub: a.x").soonHasAll("publish A a.x: ok 1", "delivery A p a.x time 1 as 1: ok 1");
    }

    @Test
    void ack_withoutReply_isUnknown() throws Exception {
        me.after(CONSUMER + "- pub: a.x\n- consumer next: { stream: A, consumer: c, ack: none }\n  as: got");
        me.server.pause();
        me.world.timeLeft(Duration.ofMillis(200));
        me.does("- consumer ack: ${got.messages.0}").has("ack A c: unknown 1");
        me.server.resume(Duration.ofSeconds(10));
    }

    @Test
    void kv_eachOperation_isRecordedWithItsRevision() throws Exception {
        me.after(BUCKET)
                .does("""
                        - kv put: B k one
                        - kv get: B k
                        - kv update: B k two 1
                        - kv update: B k three 1
                        - kv del: B k
                        - kv get: B k
                        - kv get: B never
                        - kv get: { bucket: B, key: k, revision: 1 }
                        - kv get: { bucket: B, key: k, direct: true }
                        - kv purge: B k
                        - kv put: { bucket: B, key: k, value: x, ttl: 9s }
                        - kv rm: B k
                        - kv rm: B
                        """)
                .has(
                        "put KV_B $KV.B.k: ok 1",
                        "get KV_B $KV.B.k: ok 1",
                        "update KV_B $KV.B.k after 1: ok 2",
                        "update KV_B $KV.B.k after 1: failed, wrong revision",
                        "del KV_B $KV.B.k: ok 3",
                        "get KV_B $KV.B.k: ok, not found",
                        "get KV_B $KV.B.never: ok, not found",
                        "get KV_B $KV.B.k: ok, not found",
                        "purge KV_B $KV.B.k: ok 4",
                        "put KV_B $KV.B.k for 9s: failed",
                        "del KV_B $KV.B.k: ok 5",
                        "remove KV_B: ok");
    }

    @Test
    void kvCreate_existingKey_isAConflict_deletedKey_isRetried() throws Exception {
        me.after(BUCKET)
                .does("- kv create: B k v\n- kv create: B k v\n- kv del: B k\n- kv create: B k v")
                .has(
                        "create KV_B $KV.B.k: ok 1",
                        "create KV_B $KV.B.k: failed, wrong revision",
                        "del KV_B $KV.B.k: ok 2",
                        "create KV_B $KV.B.k: failed",
                        "create KV_B $KV.B.k: ok 3");
    }

    @Test
    void kvDel_afterAnotherRevision_isAConflict() throws Exception {
        me.after(BUCKET + "- kv put: B k v")
                .does("- kv del: { bucket: B, key: k, revision: 7 }\n- kv purge: { bucket: B, key: k, revision: 1 }")
                .has("del KV_B $KV.B.k after 7: failed, wrong revision", "purge KV_B $KV.B.k after 1: ok 2");
    }

    @Test
    void kv_withoutReply_isUnknown() throws Exception {
        me.after(BUCKET);
        me.server.pause();
        me.world.timeLeft(Duration.ofMillis(200));
        me.does("- kv put: B k v\n- kv create: B k v\n- kv get: B k")
                .has("put KV_B $KV.B.k: unknown", "create KV_B $KV.B.k: unknown", "get KV_B $KV.B.k: unknown");
        me.server.resume(Duration.ofSeconds(10));
    }

    @Test
    void kv_mirror_recordsWritesOfTheOriginAndNoReads() throws Exception {
        me.after(BUCKET + "- kv add: { bucket: M, mirror: B }\n- kv put: B k v")
                .does("- kv put: M k w\n- kv get: M k")
                .has("put KV_M $KV.M.k: failed", "put KV_B $KV.B.k: ok 2", "get KV_M $KV.M.k: unknown");
    }

    @Test
    void pub_marker_isADeletion() throws Exception {
        me.after(BUCKET)
                .does("""
                        - pub: { subject: $KV.B.k, data: v, headers: { KV-Operation: PUT } }
                        - pub: { subject: $KV.B.k, headers: { KV-Operation: DEL } }
                        - pub: { subject: $KV.B.k, headers: { KV-Operation: PURGE, Nats-Rollup: sub } }
                        - request: { subject: $KV.B.k, headers: { KV-Operation: PURGE } }
                        """)
                .has(
                        "publish KV_B $KV.B.k: ok 1",
                        "del KV_B $KV.B.k: ok 2",
                        "purge KV_B $KV.B.k: ok 3",
                        "remove KV_B $KV.B.k to 2: ok",
                        "del KV_B $KV.B.k: ok 4");
    }

    @Test
    void reply_toABucketsKey_isAPublish() throws Exception {
        me.after(BUCKET)
                .does("- reply: ask red\n- pub: { subject: ask, reply: $KV.B.k, core: true }")
                .soonHas("publish ask: unknown", "publish $KV.B.k: unknown");
    }

    @Test
    void kvGet_absentBucket_findsNothing() throws Exception {
        me.does("- kv get: B k").has("get KV_B $KV.B.k: ok, not found");
    }

    @Test
    void kvGetDirect_bucketWithoutDirectGets_namesThat() throws Exception {
        me.does("- kv get: { bucket: B, key: k, direct: true }").has("get KV_B $KV.B.k: unknown");
        assertTrue(me.errors
                .get(0)
                .getMessage()
                .startsWith("no responders: no stream replies to direct gets of bucket 'B'"));
    }
}
