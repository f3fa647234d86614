package dev.binrun.check;

import static dev.binrun.check.Limits.limits;
import static dev.binrun.check.Scene.bytes;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class NoDuplicatesTest {
    private static final Check CHECK = new NoDuplicates("ORDERS");
    private static final String NOTHING =
            "no message of ORDERS was stored with an id or a payload that distinguishes it from others";

    private final Scene scene = new Scene();

    @Test
    void judge_differentMessages_held() {
        scene.orders(limits(), "1 a", "2 b", "3 o.y=a", "4 c#id1", "5 c#id2");
        scene.held("5 stored messages", CHECK);
    }

    @Test
    void judge_samePayloadWithoutId_violated() {
        scene.orders(limits(), "1 a", "2 b", "5 a");
        scene.violated(
                CHECK,
                "1 of 3 messages in ORDERS is stored twice",
                "  seq 1 and 5 on o.x have the same payload and no msg_id");
    }

    @Test
    void judge_sameIdOnAnySubject_violated() {
        scene.orders(limits(), "1 a#id1", "2 o.y=b#id1", "3 c#id1");
        scene.violated(
                CHECK,
                "2 of 3 messages in ORDERS are stored twice",
                "  seq 1 and 2 on o.y have the same msg_id",
                "  seq 1 and 3 on o.x have the same msg_id");
    }

    @Test
    void judge_emptyPayloads_ignored() {
        scene.orders(limits(), "1 o.x=", "2 o.x=");
        scene.unknown(NOTHING, CHECK);
        scene.orders(limits(), "1 o.x=", "2 o.x=", "3 a");
        scene.held("1 stored message", CHECK);
    }

    @Test
    void judge_emptyOrAbsentStream_unknown() {
        scene.unknown(NOTHING, CHECK);
        scene.orders(limits());
        scene.unknown(NOTHING, CHECK);
    }

    @Test
    void judge_retryIsADuplicate_held() {
        scene.c1.publish("o.x", bytes("a"), "id1", Duration.ZERO).stored("ORDERS", 1);
        scene.c1.publish("o.x", bytes("a"), "id1", Duration.ZERO).duplicate("ORDERS", 1);
        scene.orders(limits(), "1 a#id1");
        scene.held("1 stored message", CHECK);
    }

    @Test
    void judge_idStoredTwiceAndConsumed_violated() {
        scene.c1.publish("o.x", bytes("a"), "id1", Duration.ZERO).stored("ORDERS", 1);
        scene.c2.publish("o.x", bytes("a"), "id1", Duration.ZERO).stored("ORDERS", 2);
        scene.drained("ORDERS", limits().workQueue(), 2);
        scene.violated(
                CHECK,
                "1 of 2 messages in ORDERS is stored twice",
                "  seq 1 (no longer stored) and 2 (no longer stored) on o.x have the same msg_id");
    }

    @Test
    void judge_idOfAnEarlierStream_held() {
        scene.c1.publish("o.x", bytes("a"), "id0", Duration.ZERO).stored("ORDERS", 1);
        scene.c1.publish("o.x", bytes("a"), "id1", Duration.ZERO).stored("ORDERS", 2);
        scene.c1.remove("ORDERS", "", 0).ok(0);
        scene.c1.publish("o.x", bytes("a"), "id1", Duration.ZERO).stored("ORDERS", 1);
        scene.orders(limits(), "1 a#id1");
        scene.held("1 stored message", CHECK);
    }

    @Test
    void judge_deliveredWithTwoSequences_violated() {
        scene.c1.publish("o.x", bytes("a"), "id1", Duration.ZERO).stored("ORDERS", 2);
        scene.deliver(scene.c2, 2, 2, 1, "a", "id1");
        scene.drained("ORDERS", limits().workQueue(), 2);
        scene.held("1 stored message", CHECK);
        scene.deliver(scene.c2, 1, 1, 1, "a", "id1");
        scene.deliver(scene.c2, 1, 3, 2, "a", "id1");
        scene.violated(
                CHECK,
                "1 of 2 messages in ORDERS is stored twice",
                "  seq 1 (no longer stored) and 2 (no longer stored) on o.x have the same msg_id");
        scene.deliver(scene.c2, 3, 4, 1, "b", "");
        scene.orders(limits().workQueue(), "4 b");
        scene.violated(
                CHECK,
                "2 of 4 messages in ORDERS are stored twice",
                "  seq 1 (no longer stored) and 2 (no longer stored) on o.x have the same msg_id",
                "  seq 3 (no longer stored) and 4 on o.x have the same payload and no msg_id");
    }

    @Test
    void judge_deliveredFromAnEarlierStream_held() {
        scene.deliver(scene.c2, 1, 1, 1, "a", "id1");
        scene.streams.put(
                "ORDERS",
                scene.builder("ORDERS", limits().build(), new long[2], "2 a#id1")
                        .createdAt(scene.history.now())
                        .build(2, 2, 0));
        scene.held("1 stored message", CHECK);
    }

    @Test
    void judge_countersAndChunks_mayRepeat() {
        scene.orders(limits(), "1 $O.b.C.n=a", "2 $O.b.C.n=a", "3 $O.b.M.n=a");
        scene.held("1 stored message", CHECK);
        scene.streams.put(
                "ORDERS",
                scene.builder("ORDERS", limits().build(), new long[2], "1 a", "2 a", "3 b#id1")
                        .counts(true)
                        .build(1, 3, 0));
        scene.held("1 stored message", CHECK);
    }
}
