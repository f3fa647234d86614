package dev.binrun.check;

import static dev.binrun.check.Limits.limits;
import static dev.binrun.check.Scene.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.history.PendingOperation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The ways by which a message may leave a stream, as {@code no-acked-loss} judges them. */
class ExcusedRemovalsTest {
    private static final Check CHECK = new NoAckedLoss("ORDERS");
    private static final String LOST_1 = "1 of 1 acknowledged message of ORDERS is lost: nothing is left";

    private final Scene scene = new Scene();

    @Test
    void maxAge_duplicate_hasTheAgeOfTheFirstMessage() {
        scene.c1.publish("o.x", bytes("a"), "id1", Duration.ZERO).stored("ORDERS", 1);
        scene.clock += 50_000_000;
        scene.c1.publish("o.x", bytes("a"), "id1", Duration.ZERO).duplicate("ORDERS", 1);
        scene.publish(2, "b");
        scene.orders(limits().age(Duration.ofMillis(30)), "2 b");
        scene.held("3 acknowledged messages, 2 removed by a limit or a request", CHECK);
    }

    @Test
    void purge_duplicateOfAPurgedMessage_excused() {
        scene.c1.publish("o.x", bytes("a"), "id1", Duration.ZERO).stored("ORDERS", 1);
        scene.c2.remove("ORDERS", "", 0).ok(0);
        scene.c1.publish("o.x", bytes("a"), "id1", Duration.ZERO).duplicate("ORDERS", 1);
        scene.publish(2, "b");
        scene.orders(limits(), "2 b");
        scene.held("3 acknowledged messages, 2 removed by a limit or a request", CHECK);
    }

    @Test
    void maxMsgs_messageMissing_excusesOnlyTheHead() {
        abc();
        scene.orders(limits().msgs(2), "2 b", "3 c");
        scene.held("3 acknowledged messages, 1 removed by a limit or a request", CHECK);
        scene.orders(limits().msgs(2), "1 a", "3 c");
        lostB();
        scene.orders(limits().msgs(2).discardNew(false), "2 b", "3 c");
        lostA();
        scene.orders(limits().msgs(3), "2 b", "3 c");
        lostA();
    }

    @Test
    void maxBytes_messageMissing_excusesOnlyIfTheStreamWasFull() {
        abc();
        scene.orders(limits().bytes(1), "2 b", "3 c");
        scene.held("3 acknowledged messages, 1 removed by a limit or a request", CHECK);
        scene.orders(limits().bytes(100_000), "2 b", "3 c");
        lostA();
        for (int seq = 4; seq <= 60; seq++) {
            scene.c1.publish("o.y", new byte[2_000], "", Duration.ZERO).stored("ORDERS", seq);
        }
        scene.orders(limits().bytes(100_000), "3 c");
        assertEquals(
                "59 of 60 acknowledged messages of ORDERS are lost: 2 at the start, 57 at the end",
                scene.evidence(CHECK).get(0));
        scene.c2.remove("ORDERS", "o.y", 0).ok(0);
        scene.held("60 acknowledged messages, 59 removed by a limit or a request", CHECK);
    }

    @Test
    void maxAge_messageMissing_excusesOnlyOldMessages() {
        abc();
        scene.orders(limits().age(Duration.ofMillis(5)), "2 b", "3 c");
        scene.held("3 acknowledged messages, 1 removed by a limit or a request", CHECK);
        scene.orders(limits().age(Duration.ofSeconds(5)), "2 b", "3 c");
        lostA();
    }

    @Test
    void ttl_messageMissing_excusesOnlyAfterItsTime() {
        scene.c1.publish("o.x", bytes("a"), "", Duration.ofSeconds(2)).stored("ORDERS", 1);
        scene.publish(2, "b");
        scene.orders(limits(), "2 b");
        scene.clock += 1_000_000_000;
        assertEquals(
                "1 of 2 acknowledged messages of ORDERS is lost: 1 at the start",
                scene.evidence(CHECK).get(0));
        scene.clock += 1_000_000_000;
        scene.held("2 acknowledged messages, 1 removed by a limit or a request", CHECK);
    }

    @Test
    void ttlNever_maxAgeOver_lost() {
        scene.c1.publish("o.x", bytes("a"), "", Duration.ofSeconds(-1)).stored("ORDERS", 1);
        scene.drained("ORDERS", limits().age(Duration.ofMillis(1)), 1);
        scene.violated(CHECK, LOST_1, "  seq 1 on o.x, acknowledged to c1 at 0.002s");
    }

    @Test
    void maxMsgsPerSubject_messageMissing_excusesOnlyOldest() {
        scene.publish("o.x", 1, "a");
        scene.publish("o.y", 2, "b");
        scene.publish("o.x", 3, "c");
        scene.publish("o.x", 4, "d");
        scene.orders(limits().perSubject(2), "2 o.y=b", "3 c", "4 d");
        scene.held("4 acknowledged messages, 1 removed by a limit or a request", CHECK);
        scene.orders(limits().perSubject(2), "3 c", "4 d");
        scene.violated(
                CHECK,
                "1 of 4 acknowledged messages of ORDERS is lost: 1 at the start",
                "  seq 2 on o.y, acknowledged to c1 at 0.004s");
        scene.orders(limits().perSubject(2), "1 a", "2 o.y=b", "4 d");
        scene.violated(
                CHECK,
                "1 of 4 acknowledged messages of ORDERS is lost: 1 in the middle",
                "  seq 3 on o.x, acknowledged to c1 at 0.006s");
        scene.orders(limits().perSubject(1).discardNew(true), "1 a", "2 o.y=b", "4 d");
        assertEquals(
                "1 of 4 acknowledged messages of ORDERS is lost: 1 in the middle",
                scene.evidence(CHECK).get(0));
        scene.orders(limits().perSubject(1).discardNew(false), "2 o.y=b", "4 d");
        scene.held("4 acknowledged messages, 2 removed by a limit or a request", CHECK);
    }

    @Test
    void maxMsgsPerSubject_newerMessageExpired_excused() {
        scene.c1.kvPut("B", "k", bytes("one"), Duration.ZERO).ok(1);
        scene.c1.kvPut("B", "k", bytes("two"), Duration.ofSeconds(1)).ok(2);
        scene.c1.kvPut("B", "l", bytes("x"), Duration.ZERO).ok(3);
        scene.clock += 1_100_000_000;
        scene.holds("KV_B", limits().perSubject(1), "3 $KV.B.l=x");
        scene.held("3 acknowledged messages, 2 removed by a limit or a request", new NoAckedLoss("KV_B"));
        scene.holds("KV_B", limits().perSubject(2), "3 $KV.B.l=x");
        scene.violated(
                new NoAckedLoss("KV_B"),
                "1 of 3 acknowledged messages of KV_B is lost: 1 at the start",
                "  seq 1 on $KV.B.k, acknowledged to c1 at 0.002s");
    }

    @Test
    void subjectTransform_storedUnderAnotherSubject_held() {
        scene.publish("in.x", 1, "a");
        scene.publish("in.x", 2, "b");
        scene.orders(limits().perSubject(1), "2 out.x=b");
        scene.held("2 acknowledged messages, 1 removed by a limit or a request", CHECK);
    }

    @Test
    void maxMsgs_loweredAndRaised_excusesOnlyEarlierMessages() {
        abc();
        configure(limits().msgs(2)).ok(0);
        configure(limits()).ok(0);
        scene.orders(limits(), "2 b", "3 c");
        scene.held("3 acknowledged messages, 1 removed by a limit or a request", CHECK);
        scene.orders(limits(), "3 c");
        lostB();
        scene.publish(4, "d");
        scene.orders(limits(), "2 b", "3 c");
        assertEquals(
                "1 of 4 acknowledged messages of ORDERS is lost: 1 at the end",
                scene.evidence(CHECK).get(0));
    }

    @Test
    void maxMsgs_loweredForATime_laterMessagesDoNotCount() {
        abc();
        configure(limits().msgs(3)).ok(0);
        configure(limits()).ok(0);
        scene.publish(4, "d");
        scene.orders(limits(), "2 b", "3 c", "4 d");
        scene.violated(
                CHECK,
                "1 of 4 acknowledged messages of ORDERS is lost: 1 at the start",
                "  seq 1 on o.x, acknowledged to c1 at 0.002s");
    }

    @Test
    void maxMsgs_requestRejected_excusesNothing() {
        abc();
        scene.orders(limits(), "2 b", "3 c");
        configure(limits().msgs(2)).failed();
        lostA();
        configure(limits().msgs(2));
        configure(limits()).ok(0);
        scene.held("3 acknowledged messages, 1 removed by a limit or a request", CHECK);
    }

    @Test
    void maxAge_raised_excusesOnlyMessagesOldByThen() {
        abc();
        configure(limits().age(Duration.ofMillis(7))).ok(0);
        configure(limits().age(Duration.ofHours(1))).ok(0);
        scene.clock += 50_000_000;
        scene.orders(limits().age(Duration.ofHours(1)), "2 b", "3 c");
        scene.held("3 acknowledged messages, 1 removed by a limit or a request", CHECK);
        scene.orders(limits().age(Duration.ofHours(1)), "1 a", "2 b");
        assertEquals(
                "1 of 3 acknowledged messages of ORDERS is lost: 1 at the end",
                scene.evidence(CHECK).get(0));
    }

    @Test
    void maxMsgsPerSubject_discardNew_removesOnlyWhenSet() {
        configure(limits()).ok(0);
        abc();
        configure(limits().perSubject(2).discardNew(true)).ok(0);
        scene.orders(limits().perSubject(2).discardNew(true), "2 b", "3 c");
        scene.held("3 acknowledged messages, 1 removed by a limit or a request", CHECK);
        scene.publish(4, "d");
        scene.orders(limits().perSubject(2).discardNew(true), "3 c", "4 d");
        lost("1 of 4 acknowledged messages of ORDERS is lost: 1 at the start", 2);
    }

    @Test
    void interest_changedToLimits_excusesMessagesWithoutInterest() {
        scene.consumers.clear();
        configure(limits().interest()).ok(0);
        scene.publish(1, "a");
        configure(limits()).ok(0);
        scene.publish(2, "b");
        scene.orders(limits(), "2 b");
        scene.held("2 acknowledged messages, 1 removed by a limit or a request", CHECK);
        scene.drained("ORDERS", limits(), 2);
        lost("1 of 2 acknowledged messages of ORDERS is lost: nothing is left", 2);
    }

    @Test
    void limits_manyChanges_narrowestCounts() {
        abc();
        for (int i = 0; i < 100; i++) {
            configure(limits().msgs(2 + i)).ok(0);
        }
        scene.orders(limits().msgs(200), "2 b", "3 c");
        scene.held("3 acknowledged messages, 1 removed by a limit or a request", CHECK);
        scene.orders(limits().msgs(200), "3 c");
        lostB();
    }

    @Test
    void limits_streamGone_excuseNothing() {
        configure(limits().interest().msgs(1)).ok(0);
        scene.publish(1, "a");
        scene.violated(CHECK, LOST_1, "  seq 1 on o.x, acknowledged to c1 at 0.004s");
    }

    @Test
    void maxBytes_unrecordedLargeMessages_fillTheStream() {
        abc();
        long[] firstAndLast = new long[2];
        scene.streams.put(
                "ORDERS",
                scene.builder("ORDERS", limits().bytes(1_000_000).build(), firstAndLast, "4 big", "5 big")
                        .bytes(300_000)
                        .build(4, 5, 700_000));
        scene.unknown(
                "3 acknowledged messages, but a limit or a request may have removed each from ORDERS, so nothing"
                        + " shows whether one was lost",
                CHECK);
        scene.orders(limits().bytes(1_000_000), "3 c", "4 x");
        assertEquals(
                "2 of 3 acknowledged messages of ORDERS are lost: 2 at the start",
                scene.evidence(CHECK).get(0));
        scene.orders(limits().bytes(1_000_000), "3 c", "9 x");
        scene.held("3 acknowledged messages, 2 removed by a limit or a request", CHECK);
    }

    @Test
    void purge_streamTransforms_excusesAnySubject() {
        scene.publish("in.x", 1, "a");
        scene.c2.remove("ORDERS", "out.x", 0).ok(0);
        scene.publish("in.x", 2, "b");
        scene.orders(limits(), "2 in.x=b");
        lost("1 of 2 acknowledged messages of ORDERS is lost: 1 at the start", 1);
        scene.orders(limits().transforms(), "2 out.x=b");
        scene.held("2 acknowledged messages, 1 removed by a limit or a request", CHECK);
        scene.drained("ORDERS", limits().transforms(), 2);
        scene.violated(
                CHECK,
                "1 of 2 acknowledged messages of ORDERS is lost: nothing is left",
                "  seq 2 on in.x, acknowledged to c1 at 0.006s");
    }

    @Test
    void transform_markerOfAnotherKey_isNotEvidence() {
        scene.c1.kvPut("B", "k", bytes("one"), Duration.ZERO).ok(1);
        scene.c1.kvDel("B", "l", -1).ok(2);
        scene.c1.kvPut("B", "l", bytes("x"), Duration.ZERO).ok(3);
        scene.holds("KV_B", limits().perSubject(1), "2 $KV.B.m=", "3 $KV.B.l=x");
        assertEquals(
                "1 of 3 acknowledged messages of KV_B is lost: 1 at the start",
                scene.evidence(new NoAckedLoss("KV_B")).get(0));
    }

    @Test
    void kvPurge_firstRevision_excusesNothing() {
        scene.c1.kvPurge("B", "k", -1, Duration.ZERO).ok(1);
        scene.c1.kvPut("B", "k", bytes("x"), Duration.ZERO).ok(2);
        scene.c1.kvPut("B", "l", bytes("y"), Duration.ZERO).ok(3);
        scene.holds("KV_B", limits(), "1 $KV.B.k=", "3 $KV.B.l=y");
        assertEquals(
                "1 of 3 acknowledged messages of KV_B is lost: 1 in the middle",
                scene.evidence(new NoAckedLoss("KV_B")).get(0));
    }

    @Test
    void purge_manyWithKeep_newestMessagesMustStay() {
        for (int seq = 1; seq <= 5_000; seq++) {
            scene.publish(seq, "m" + seq);
            if (seq % 5 == 0) {
                scene.c2.removeAllBut("ORDERS", seq % 2 == 0 ? "o.x" : "o.*", 3).ok(0);
            }
        }
        scene.orders(limits(), "4998 m4998", "4999 m4999", "5000 m5000");
        scene.held("5,000 acknowledged messages, 4,997 removed by a limit or a request", CHECK);
        scene.orders(limits(), "4998 m4998", "5000 m5000");
        lost("1 of 5,000 acknowledged messages of ORDERS is lost: 1 in the middle", 4_999);
    }

    @Test
    void purge_withKeepAndPublishOfUnknownOutcome_mayRemoveOneMore() {
        abc();
        scene.c2.removeAllBut("ORDERS", "", 2).ok(0);
        scene.orders(limits(), "3 c");
        lost("1 of 3 acknowledged messages of ORDERS is lost: 1 at the start", 2);
        scene.c1.publish("o.x", bytes("d"), "", Duration.ZERO);
        scene.held("3 acknowledged messages, 2 removed by a limit or a request", CHECK);
    }

    private PendingOperation configure(Limits limits) {
        return scene.c2.configure("ORDERS", limits.build());
    }

    private void lost(String sentence, long seq) {
        assertEquals(sentence, scene.evidence(CHECK).get(0));
        assertEquals(2, scene.evidence(CHECK).size());
        assertTrue(scene.evidence(CHECK).get(1).startsWith("  seq " + seq + " on "));
    }

    @Test
    void purge_allMessages_excusesOnlyEarlierOnes() {
        scene.publish(1, "a");
        scene.c2.remove("ORDERS", "", 0).ok(0);
        scene.drained("ORDERS", limits(), 1);
        scene.unknown(
                "1 acknowledged message, but a limit or a request may have removed each from ORDERS, so nothing"
                        + " shows whether one was lost",
                CHECK);
        scene.publish(2, "b");
        scene.violated(
                CHECK,
                "1 of 2 acknowledged messages of ORDERS is lost: nothing is left",
                "  seq 2 on o.x, acknowledged to c1 at 0.007s");
    }

    @Test
    void purge_filterSequenceOrKeep_excusesOnlyMatches() {
        abc();
        scene.orders(limits(), "3 c");
        scene.c2.remove("ORDERS", "", 1).ok(0);
        lostB();
        scene.c2.remove("ORDERS", "p.>", 0).ok(0);
        lostB();
        scene.c2.removeAllBut("ORDERS", "", 2).ok(0);
        lostB();
        scene.c2.removeAllBut("ORDERS", "o.*", 1).ok(0);
        scene.held("3 acknowledged messages, 2 removed by a limit or a request", CHECK);
    }

    @Test
    void removeOne_anotherMessageMissing_lost() {
        abc();
        scene.orders(limits(), "3 c");
        scene.c2.removeOne("ORDERS", 2).ok(0);
        lostA();
        scene.c2.removeOne("ORDERS", 1).failed();
        lostA();
        scene.c2.removeOne("ORDERS", 1);
        scene.held("3 acknowledged messages, 2 removed by a limit or a request", CHECK);
    }

    @Test
    void rollup_subject_excusesOnlyEarlierMessages() {
        scene.publish(1, "a");
        scene.publish("o.y", 2, "b");
        scene.publish(3, "c");
        scene.c1.remove("ORDERS", "o.x", 2).ok(0);
        scene.orders(limits(), "2 o.y=b", "3 c");
        scene.held("3 acknowledged messages, 1 removed by a limit or a request", CHECK);
        scene.orders(limits(), "3 c");
        scene.violated(
                CHECK,
                "1 of 3 acknowledged messages of ORDERS is lost: 1 at the start",
                "  seq 2 on o.y, acknowledged to c1 at 0.004s");
    }

    @Test
    void kvPurge_key_excusesOnlyOlderRevisions() {
        scene.c1.kvPut("B", "k", bytes("one"), Duration.ZERO).ok(1);
        scene.c1.kvPut("B", "l", bytes("x"), Duration.ZERO).ok(2);
        scene.c1.kvPurge("B", "k", -1, Duration.ZERO).ok(3);
        scene.holds("KV_B", limits().perSubject(5), "2 $KV.B.l=x", "3 $KV.B.k=");
        scene.held("3 acknowledged messages, 1 removed by a limit or a request", new NoAckedLoss("KV_B"));
        scene.holds("KV_B", limits().perSubject(5), "3 $KV.B.k=");
        scene.violated(
                new NoAckedLoss("KV_B"),
                "1 of 3 acknowledged messages of KV_B is lost: 1 at the start",
                "  seq 2 on $KV.B.l, acknowledged to c1 at 0.004s");
    }

    private void abc() {
        scene.publish(1, "a");
        scene.publish(2, "b");
        scene.publish(3, "c");
    }

    private void lostA() {
        scene.violated(
                CHECK,
                "1 of 3 acknowledged messages of ORDERS is lost: 1 at the start",
                "  seq 1 on o.x, acknowledged to c1 at 0.002s");
    }

    private void lostB() {
        assertEquals(
                "  seq 2 on o.x, acknowledged to c1 at 0.004s",
                scene.evidence(CHECK).get(scene.evidence(CHECK).size() - 1));
    }
}
