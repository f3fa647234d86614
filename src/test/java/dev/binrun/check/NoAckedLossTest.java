package dev.binrun.check;

import static dev.binrun.check.Limits.limits;
import static dev.binrun.check.Scene.bytes;
import static dev.binrun.check.Scene.consumer;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.binrun.history.ConsumerState;
import dev.binrun.history.ConsumerState.Position;
import dev.binrun.history.FinalState;
import dev.binrun.history.Operation;
import dev.binrun.history.OperationKind;
import dev.binrun.history.StreamCopy;
import dev.binrun.history.StreamLimits;
import dev.binrun.history.StreamState;
import dev.binrun.history.UnreadableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class NoAckedLossTest {
    private static final Check CHECK = new NoAckedLoss("ORDERS");
    private static final String LOST_1 = "1 of 1 acknowledged message of ORDERS is lost: nothing is left";

    private final Scene scene = new Scene();

    @Test
    void judge_allStored_held() {
        scene.publish(1, "a");
        scene.publish(2, "b");
        scene.orders(limits(), "1 a", "2 b");
        scene.held("2 acknowledged messages", CHECK);
    }

    @Test
    void judge_missing_namesMessagesTimesAndNodes() {
        for (int seq = 1; seq <= 4; seq++) {
            scene.publish(seq, "m" + seq);
        }
        scene.orders(limits(), "2 m2");
        StreamLimits limits = StreamLimits.none();
        scene.replicas.put("n1", scene.state("ORDERS", limits, "2 m2"));
        scene.replicas.put("n2", scene.state("ORDERS", limits, "2 m2", "3 m3"));
        scene.violated(
                CHECK,
                "3 of 4 acknowledged messages of ORDERS are lost: 1 at the start, 2 at the end",
                "  seq 1 on o.x, acknowledged to c1 at 0.002s; missing on n1, n2",
                "  seq 3 on o.x, acknowledged to c1 at 0.006s; missing on n1",
                "  seq 4 on o.x, acknowledged to c1 at 0.008s; missing on n1, n2");
    }

    @Test
    void judge_missingAndReplicasUnreadable_violated() {
        scene.publish(1, "a");
        scene.orders(limits());
        FinalState end = new OtherEnd(scene) {
            @Override
            public Map<String, StreamState> replicas(String stream) {
                throw new UnreadableException("n2 is stopped");
            }
        };
        Judgement.Violated violated = (Judgement.Violated) Checks.judge(CHECK, scene.history, end);
        assertEquals(
                List.of(
                        LOST_1 + "; the nodes that lack it are unknown: n2 is stopped",
                        "  seq 1 on o.x, acknowledged to c1 at 0.002s"),
                violated.evidence());
        assertEquals(
                List.of(1L),
                violated.operations().stream().map(Operation::sequence).toList());
    }

    @Test
    void judge_manyMissing_summaryLine() {
        for (int seq = 1; seq <= 5_000; seq++) {
            scene.publish(seq, "m" + seq);
        }
        scene.orders(limits(), "7 m7", "4000 m4000");
        List<String> evidence = scene.evidence(CHECK);
        assertEquals(
                "4,998 of 5,000 acknowledged messages of ORDERS are lost: 6 at the start, 3,992 in the middle,"
                        + " 1,000 at the end",
                evidence.get(0));
        assertEquals("  seq 1 to 6, 8 to 3999, 4001 to 5000; acknowledged from 0.002s to 10.000s", evidence.get(1));
        assertEquals("  seq 1 on o.x, acknowledged to c1 at 0.002s", evidence.get(2));
        assertEquals("  … and 4,989 more", evidence.get(11));
        assertEquals(12, evidence.size());
    }

    @Test
    void judge_otherMessageAtTheSequence_lost() {
        scene.publish(1, "a");
        scene.orders(limits(), "1 b");
        scene.violated(CHECK, LOST_1, "  seq 1 on o.x, acknowledged to c1 at 0.002s; another message is there");
    }

    @Test
    void judge_sequenceAcknowledgedTwice_oneIsLost() {
        scene.publish(1, "same");
        scene.publish(1, "same");
        scene.orders(limits(), "1 same");
        scene.violated(
                CHECK,
                "1 of 2 acknowledged messages of ORDERS is lost: 1 in the middle",
                "  seq 1 on o.x, acknowledged to c1 at 0.004s; the same seq was acknowledged to c1 at 0.002s");
    }

    @Test
    void judge_streamGone_allLost() {
        scene.publish(1, "a");
        scene.violated(CHECK, LOST_1, "  seq 1 on o.x, acknowledged to c1 at 0.002s");
    }

    @Test
    void judge_newStreamOfTheName_earlierMessagesExcused() {
        scene.publish(1, "same");
        scene.c2.remove("ORDERS", "", 0).ok(0);
        scene.publish(1, "same");
        scene.orders(limits(), "1 same");
        scene.held("2 acknowledged messages", CHECK);
        scene.publish(2, "new");
        scene.violated(
                CHECK,
                "1 of 3 acknowledged messages of ORDERS is lost: 1 at the end",
                "  seq 2 on o.x, acknowledged to c1 at 0.009s");
    }

    @Test
    void judge_unknownOutcome_neverLost() {
        scene.c1.publish("o.x", bytes("a"), "", Duration.ZERO);
        scene.unknown("no publish to ORDERS was acknowledged, so none can be lost", CHECK);
        scene.publish(1, "b");
        scene.orders(limits(), "1 b");
        scene.held("1 acknowledged message", CHECK);
    }

    @Test
    void judge_duplicate_isTheFirstMessage() {
        scene.c1.publish("o.x", bytes("a"), "id1", Duration.ZERO);
        scene.c1.publish("o.x", bytes("a"), "id1", Duration.ZERO).duplicate("ORDERS", 1);
        scene.orders(limits(), "1 a#id1");
        scene.held("1 acknowledged message", CHECK);
        scene.orders(limits());
        scene.violated(CHECK, LOST_1, "  seq 1 on o.x, acknowledged to c1 at 0.003s");
    }

    @Test
    void judge_ackWithoutResponse_heldUnlessRejected() {
        scene.publish(1, "a");
        scene.publish(2, "b");
        scene.deliver(scene.c2, 1, 1, 1);
        scene.deliver(scene.c2, 2, 2, 1);
        scene.c2.settle(OperationKind.ACK, "ORDERS", "w", 1).ok(0);
        scene.c2.settle(OperationKind.ACK, "ORDERS", "w", 2);
        scene.drained("ORDERS", limits().workQueue(), 2);
        scene.held("2 acknowledged messages, 2 consumed", CHECK);
        scene.publish(3, "c");
        scene.c2.settle(OperationKind.NAK, "ORDERS", "w", 3).ok(0);
        scene.c2.settle(OperationKind.ACK, "ORDERS", "w", 3).failed();
        scene.violated(
                CHECK,
                "1 of 3 acknowledged messages of ORDERS is lost: 1 at the end",
                "  seq 3 on o.x, acknowledged to c1 at 0.012s");
    }

    @Test
    void judge_ackPolicy_decidesWhatIsConsumed() {
        scene.publish(1, "a");
        scene.publish(2, "b");
        scene.deliver(scene.c2, 1, 1, 1);
        scene.deliver(scene.c2, 2, 2, 1);
        scene.drained("ORDERS", limits().workQueue(), 2);
        scene.consumers.set(0, consumer("w", "none"));
        scene.held("2 acknowledged messages, 2 consumed", CHECK);
        scene.c2.settle(OperationKind.ACK, "ORDERS", "w", 2).ok(0);
        scene.consumers.set(0, consumer("w", "all"));
        scene.held("2 acknowledged messages, 2 consumed", CHECK);
        scene.consumers.set(0, consumer("w"));
        scene.violated(
                CHECK,
                "1 of 2 acknowledged messages of ORDERS is lost: 1 at the start",
                "  seq 1 on o.x, acknowledged to c1 at 0.002s");
    }

    @Test
    void interest_oneConsumerDidNotAcknowledge_lost() {
        scene.publish(1, "a");
        scene.deliver(scene.c2, 1, 1, 1);
        scene.c2.settle(OperationKind.ACK, "ORDERS", "w", 1).ok(0);
        scene.drained("ORDERS", limits().interest(), 1);
        scene.held("1 acknowledged message, 1 consumed", CHECK);
        scene.consumers.add(consumer("v"));
        scene.violated(CHECK, LOST_1, "  seq 1 on o.x, acknowledged to c1 at 0.002s");
        scene.consumers.set(1, new ConsumerState("v", List.of(), OptionalLong.of(1), "explicit", 0, 5));
        scene.held("1 acknowledged message, 1 consumed", CHECK);
        scene.consumers.set(1, new ConsumerState("v", List.of("p.*"), OptionalLong.of(1), "explicit"));
        scene.held("1 acknowledged message, 1 consumed", CHECK);
    }

    @Test
    void interest_noConsumer_excused() {
        scene.publish(1, "a");
        long createdAt = scene.history.now();
        scene.publish(2, "b");
        scene.consumers.set(
                0, new ConsumerState("w", List.of(), OptionalLong.of(1), "explicit", createdAt, Long.MAX_VALUE));
        scene.orders(limits().interest(), "2 b");
        scene.held("2 acknowledged messages, 1 removed by a limit or a request", CHECK);
        scene.drained("ORDERS", limits().interest(), 2);
        scene.violated(
                CHECK,
                "1 of 2 acknowledged messages of ORDERS is lost: nothing is left",
                "  seq 2 on o.x, acknowledged to c1 at 0.005s");
    }

    @Test
    void judge_otherMessageWithTheSequenceConsumed_lost() {
        scene.publish(1, "a");
        scene.deliver(scene.c2, 1, 1, 1, "b", "");
        scene.c2.settle(OperationKind.ACK, "ORDERS", "w", 1).ok(0);
        scene.drained("ORDERS", limits().workQueue(), 1);
        scene.violated(CHECK, LOST_1, "  seq 1 on o.x, acknowledged to c1 at 0.002s");
        scene.publish(1, "b");
        scene.violated(
                CHECK,
                "1 of 2 acknowledged messages of ORDERS is lost: 1 in the middle",
                "  seq 1 on o.x, acknowledged to c1 at 0.002s");
    }

    @Test
    void judge_bothMessagesOfASequenceConsumed_held() {
        scene.publish(1, "a");
        scene.deliver(scene.c2, 1, 1, 1, "a", "");
        scene.c2.settle(OperationKind.ACK, "ORDERS", "w", 1).ok(0);
        scene.publish(1, "b");
        scene.deliver(scene.c2, 1, 1, 1, "b", "");
        scene.drained("ORDERS", limits().workQueue(), 1);
        scene.violated(
                CHECK,
                "1 of 2 acknowledged messages of ORDERS is lost: 1 in the middle",
                "  seq 1 on o.x, acknowledged to c1 at 0.007s");
        scene.c2.settle(OperationKind.ACK, "ORDERS", "w", 1).ok(0);
        scene.held("2 acknowledged messages, 2 consumed", CHECK);
    }

    @Test
    void ackPolicyAll_laterDelivery_isNotSettled() {
        scene.consumers.set(0, consumer("w", "all"));
        scene.publish(1, "a");
        scene.publish(2, "b");
        scene.deliver(scene.c2, 2, 1, 1, "b", "");
        scene.c2.settle(OperationKind.ACK, "ORDERS", "w", 2).ok(0);
        scene.deliver(scene.c2, 1, 2, 1, "a", "");
        scene.drained("ORDERS", limits().workQueue(), 2);
        scene.violated(
                CHECK,
                "1 of 2 acknowledged messages of ORDERS is lost: 1 at the start",
                "  seq 1 on o.x, acknowledged to c1 at 0.002s");
    }

    @Test
    void flowControl_ackFloor_settles() {
        scene.publish(1, "a");
        scene.publish(2, "b");
        scene.deliver(scene.c2, 1, 1, 1);
        scene.deliver(scene.c2, 2, 2, 1);
        scene.drained("ORDERS", limits().workQueue(), 2);
        scene.consumers.set(0, flowControl(2));
        scene.held("2 acknowledged messages, 2 consumed", CHECK);
        scene.consumers.set(0, flowControl(1));
        scene.violated(
                CHECK,
                "1 of 2 acknowledged messages of ORDERS is lost: 1 at the end",
                "  seq 2 on o.x, acknowledged to c1 at 0.004s");
    }

    private static ConsumerState flowControl(long acknowledged) {
        return new ConsumerState(
                "w",
                List.of(),
                OptionalLong.of(1),
                "flow_control",
                0,
                0,
                Long.MAX_VALUE,
                0,
                Optional.of(new Position(2, 2, acknowledged, 0)));
    }

    @Test
    void interest_consumerGone_excusesOnlyIfRemovedByRequest() {
        scene.publish(1, "a");
        scene.publish(2, "b");
        scene.deliver(scene.c2, 1, 1, 1);
        scene.c2.settle(OperationKind.ACK, "ORDERS", "w", 1).ok(0);
        scene.drained("ORDERS", limits().interest(), 2);
        long later = scene.history.now();
        scene.consumers.set(0, Scene.gone("w", 0, later, 0));
        String[] lost = {
            "1 of 2 acknowledged messages of ORDERS is lost: 1 at the end",
            "  seq 2 on o.x, acknowledged to c1 at 0.004s"
        };
        scene.violated(CHECK, lost);
        scene.consumers.add(Scene.consumer("w", later, new Position(0, 0, 0, 0)));
        scene.violated(CHECK, lost);
        scene.consumers.set(0, Scene.gone("w", 0, later, later));
        scene.held("2 acknowledged messages, 1 consumed, 1 removed by a limit or a request", CHECK);
        scene.consumers.set(0, Scene.gone("w", 0, later, later + 1));
        scene.violated(CHECK, lost);
        scene.c2.removeConsumer("ORDERS", "w").ok(0);
        scene.violated(CHECK, lost);
        scene.consumers.set(0, Scene.gone("w", 0, scene.history.now(), 0));
        scene.held("2 acknowledged messages, 1 consumed, 1 removed by a limit or a request", CHECK);
    }

    @Test
    void interest_streamRemoved_consumerDoesNotCount() {
        scene.publish(1, "a");
        scene.c2.removeStream("ORDERS").ok(0);
        scene.consumers.set(0, Scene.gone("w", 0, scene.history.now(), 0));
        scene.publish(1, "b");
        scene.publish(2, "c");
        scene.orders(limits().interest(), "2 c");
        scene.held("3 acknowledged messages, 2 removed by a limit or a request", CHECK);
    }

    @Test
    void interest_consumerResetForward_skippedMessagesExcused() {
        scene.publish(1, "a");
        scene.publish(2, "b");
        scene.c2.resetConsumer("ORDERS", "w", 2).ok(0);
        scene.publish(3, "c");
        scene.orders(limits().interest(), "3 c");
        scene.violated(
                CHECK,
                "1 of 3 acknowledged messages of ORDERS is lost: 1 at the start",
                "  seq 2 on o.x, acknowledged to c1 at 0.004s");
        scene.orders(limits().interest(), "2 b", "3 c");
        scene.held("3 acknowledged messages, 1 removed by a limit or a request", CHECK);
    }

    @Test
    void interest_subjectTransformed_unknown() {
        scene.publish(1, "a");
        scene.publish(2, "b");
        scene.consumers.set(0, new ConsumerState("w", List.of("p.>"), OptionalLong.of(1), "explicit"));
        scene.orders(limits().interest(), "1 p.x=a");
        scene.unknown(
                "2 acknowledged messages, of which 1 is missing, and nothing shows why: a subject transform"
                        + " rewrote its subject, so the consumer that it was for is unknown",
                CHECK);
        scene.orders(limits().interest(), "1 a");
        scene.held("2 acknowledged messages, 1 removed by a limit or a request", CHECK);
    }

    @Test
    void workQueue_mirrorHasTheMessage_held() {
        scene.publish(1, "a");
        scene.publish(2, "b");
        scene.consumers.set(0, new ConsumerState("JS_MIRROR_X", List.of(), OptionalLong.of(1), "explicit"));
        scene.orders(limits().workQueue(), "2 b");
        scene.unknown(
                "2 acknowledged messages, of which 1 is missing, and nothing shows why: it may be in a mirror or"
                        + " a source of ORDERS that cannot be read or has removed messages",
                CHECK);
        scene.copies.add(new StreamCopy("COPY", true, Optional.empty()));
        scene.holds("COPY", Limits.mirrorOf("ORDERS"), "1 a", "2 b");
        scene.held("2 acknowledged messages, 1 copied by a mirror or a source", CHECK);
        String[] lost = {
            "1 of 2 acknowledged messages of ORDERS is lost: 1 at the start",
            "  seq 1 on o.x, acknowledged to c1 at 0.002s"
        };
        scene.holds("COPY", Limits.mirrorOf("ORDERS"), "1 other", "2 b");
        scene.violated(CHECK, lost);
        scene.holds("COPY", Limits.mirrorOf("ORDERS"), "2 b");
        scene.violated(CHECK, lost);
        scene.holds("COPY", Limits.mirrorOf("ORDERS").msgs(1), "2 b");
        scene.held("2 acknowledged messages, 1 copied by a mirror or a source", CHECK);
        scene.orders(limits(), "2 b");
        scene.violated(CHECK, lost);
    }

    @Test
    void workQueue_sourcedStreamHasTheContent_held() {
        scene.publish(1, "a");
        scene.publish(2, "b");
        scene.consumers.set(0, new ConsumerState("JS_SRC_X", List.of(), OptionalLong.of(1), "explicit"));
        scene.copies.add(new StreamCopy("ALL", false, Optional.empty()));
        scene.drained("ORDERS", limits().workQueue(), 2);
        scene.holds("ALL", limits(), "1 b", "2 a");
        scene.held("2 acknowledged messages, 2 copied by a mirror or a source", CHECK);
        scene.holds("ALL", limits(), "1 b");
        scene.violated(
                CHECK,
                "1 of 2 acknowledged messages of ORDERS is lost: nothing is left",
                "  seq 1 on o.x, acknowledged to c1 at 0.002s");
        scene.holds("ALL", limits(), "2 b");
        scene.unknown(
                "2 acknowledged messages, of which 1 is missing, and nothing shows why: it may be in a mirror or"
                        + " a source of ORDERS that cannot be read or has removed messages",
                CHECK);
    }

    @Test
    void interest_mirrorWithDurable_mustHaveTheMessage() {
        scene.publish(1, "a");
        scene.copies.add(new StreamCopy("COPY", true, Optional.of("w")));
        scene.drained("ORDERS", limits().interest(), 1);
        scene.holds("COPY", Limits.mirrorOf("ORDERS"), "1 a");
        scene.held("1 acknowledged message, 1 copied by a mirror or a source", CHECK);
        scene.holds("COPY", Limits.mirrorOf("ORDERS"));
        scene.violated(CHECK, LOST_1, "  seq 1 on o.x, acknowledged to c1 at 0.002s");
    }

    @Test
    void unrecordedReaders_serverCountMatches_held() {
        scene.publish(1, "a");
        scene.publish(2, "b");
        scene.drained("ORDERS", limits().workQueue(), 2);
        scene.c1.unrecordedActor("'order service'");
        scene.consumers.set(0, Scene.consumer("w", 0, new Position(2, 2, 2, 0)));
        scene.held("2 acknowledged messages, 2 consumed", CHECK);
        String unclear = "2 acknowledged messages, of which 2 are missing, and nothing shows why: reads and"
                + " acknowledgements of a project's own verbs or of the session simulation are not recorded";
        scene.consumers.set(0, Scene.consumer("w", 0, new Position(2, 3, 2, 0)));
        scene.unknown(unclear, CHECK);
        scene.consumers.set(0, Scene.consumer("w", 0, new Position(2, 1, 2, 0)));
        scene.unknown(unclear, CHECK);
        scene.consumers.set(0, Scene.consumer("w", 0, new Position(2, 2, 1, 0)));
        scene.unknown(unclear.replace("of which 2 are", "of which 1 is"), CHECK);
        scene.consumers.clear();
        scene.unknown(unclear, CHECK);
        scene.consumers.add(Scene.consumer("w", 0, new Position(0, 0, 0, 0)));
        scene.violated(
                CHECK,
                "2 of 2 acknowledged messages of ORDERS are lost: nothing is left",
                "  seq 1 on o.x, acknowledged to c1 at 0.002s",
                "  seq 2 on o.x, acknowledged to c1 at 0.004s");
    }

    @Test
    void unrecordedReaders_beyondPosition_lost() {
        scene.publish(1, "a");
        scene.publish(2, "b");
        scene.drained("ORDERS", limits().workQueue(), 2);
        scene.consumers.set(0, Scene.consumer("w", 0, new Position(2, 2, 2, 0)));
        scene.violated(
                CHECK,
                "2 of 2 acknowledged messages of ORDERS are lost: nothing is left",
                "  seq 1 on o.x, acknowledged to c1 at 0.002s",
                "  seq 2 on o.x, acknowledged to c1 at 0.004s");
    }

    @Test
    void judge_acknowledgedByAnotherStream_unknown() {
        scene.c1.publish("o.x", bytes("a"), "", Duration.ZERO).stored("ORIGIN", 1);
        scene.orders(limits());
        scene.unknown("no publish to ORDERS was acknowledged, so none can be lost", CHECK);
    }

    private static class OtherEnd implements FinalState {
        private final Scene scene;

        OtherEnd(Scene scene) {
            this.scene = scene;
        }

        @Override
        public long at() {
            return scene.at();
        }

        @Override
        public Optional<StreamState> stream(String name) {
            return scene.stream(name);
        }

        @Override
        public Map<String, StreamState> replicas(String stream) {
            return scene.replicas(stream);
        }

        @Override
        public List<ConsumerState> consumers(String stream) {
            return scene.consumers(stream);
        }
    }
}
