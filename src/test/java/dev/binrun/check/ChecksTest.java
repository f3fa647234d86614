package dev.binrun.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.form.InvalidArgument;
import dev.binrun.history.Asked;
import dev.binrun.history.ConsumerState;
import dev.binrun.history.FinalState;
import dev.binrun.history.Fingerprint;
import dev.binrun.history.History;
import dev.binrun.history.Kind;
import dev.binrun.history.Recorder;
import dev.binrun.history.StreamLimits;
import dev.binrun.history.StreamState;
import dev.binrun.history.Unreadable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ChecksTest {
    private long clock;
    private final History history = new History(Path.of("none"), 1 << 20, () -> clock += 1_000_000);
    private final Recorder c1 = history.recorder("c1");
    private final Recorder c2 = history.recorder("c2");
    private final Map<String, StreamState> streams = new TreeMap<>();
    private final Map<String, StreamState> replicas = new TreeMap<>();
    private final List<ConsumerState> consumers =
            new ArrayList<>(List.of(new ConsumerState("w", List.of("o.>"), OptionalLong.of(1), "explicit")));

    @Test
    void ackedLoss_allThere_held() {
        publish(1, "a");
        publish(2, "b");
        holds("ORDERS", StreamLimits.none(), "1 a", "2 b");
        held("2 acknowledged messages", new NoAckedLoss("ORDERS"));
    }

    @Test
    void ackedLoss_missing_saysWhichAndWhere() {
        for (int seq = 1; seq <= 4; seq++) {
            publish(seq, "m" + seq);
        }
        holds("ORDERS", StreamLimits.none(), "2 m2");
        replicas.put("n1", state("ORDERS", StreamLimits.none(), "2 m2"));
        replicas.put("n2", state("ORDERS", StreamLimits.none(), "2 m2", "3 m3"));
        violated(
                new NoAckedLoss("ORDERS"),
                "3 of 4 acknowledged messages of ORDERS are lost: 1 at the start, 2 at the end",
                "  seq 1 on o.x, acknowledged to c1 at 0.002s; missing on n1, n2",
                "  seq 3 on o.x, acknowledged to c1 at 0.006s; missing on n1",
                "  seq 4 on o.x, acknowledged to c1 at 0.008s; missing on n1, n2");
    }

    @Test
    void ackedLoss_otherMessageAtSequence_isLost() {
        publish(1, "a");
        holds("ORDERS", StreamLimits.none(), "1 b");
        violated(
                new NoAckedLoss("ORDERS"),
                "1 of 1 acknowledged message of ORDERS is lost: nothing is left",
                "  seq 1 on o.x, acknowledged to c1 at 0.002s; another message is there");
    }

    @Test
    void ackedLoss_streamGone_allAreLost() {
        publish(1, "a");
        violated(
                new NoAckedLoss("ORDERS"),
                "1 of 1 acknowledged message of ORDERS is lost: nothing is left",
                "  seq 1 on o.x, acknowledged to c1 at 0.002s");
    }

    @Test
    void ackedLoss_deliveredAndAcknowledged_held() {
        publish(1, "a");
        c2.settle(Kind.ACK, "ORDERS", "w", 1).ok(0);
        holds("ORDERS", limits(true, -1, -1, Duration.ZERO));
        held("1 acknowledged message", new NoAckedLoss("ORDERS"));
    }

    @Test
    void ackedLoss_limits_excuseOnlyWhatTheyTake() {
        publish(1, "a");
        publish(2, "b");
        publish(3, "c");
        holds("ORDERS", limits(false, 2, -1, Duration.ZERO), "2 b", "3 c");
        held("3 acknowledged messages", new NoAckedLoss("ORDERS"));
        holds("ORDERS", limits(false, 2, -1, Duration.ZERO), "1 a", "3 c");
        violated(
                new NoAckedLoss("ORDERS"),
                "1 of 3 acknowledged messages of ORDERS is lost: 1 in the middle",
                "  seq 2 on o.x, acknowledged to c1 at 0.004s");
        holds("ORDERS", limits(false, -1, 1, Duration.ZERO), "3 c");
        held("3 acknowledged messages", new NoAckedLoss("ORDERS"));
        holds("ORDERS", limits(false, -1, -1, Duration.ofMillis(2)), "3 c");
        held("3 acknowledged messages", new NoAckedLoss("ORDERS"));
    }

    @Test
    void ackedLoss_purged_held_butNotWhatCameAfter() {
        publish(1, "a");
        c2.remove("ORDERS", "", 0).ok(0);
        holds("ORDERS", StreamLimits.none());
        held("1 acknowledged message", new NoAckedLoss("ORDERS"));
        publish(2, "b");
        violated(
                new NoAckedLoss("ORDERS"),
                "1 of 2 acknowledged messages of ORDERS is lost: nothing is left",
                "  seq 2 on o.x, acknowledged to c1 at 0.007s");
    }

    @Test
    void ackedLoss_nothingAcknowledged_unknown() {
        c1.publish("o.x", bytes("a"), "", Duration.ZERO);
        unknown("no publish to ORDERS was acknowledged, so none can be lost", new NoAckedLoss("ORDERS"));
    }

    @Test
    void duplicates_samePayload_violated_otherwiseHeld() {
        holds("ORDERS", StreamLimits.none(), "1 a", "2 b");
        held("2 stored messages", new NoDuplicates("ORDERS"));
        holds("ORDERS", StreamLimits.none(), "1 a", "2 b", "5 a");
        violated(
                new NoDuplicates("ORDERS"),
                "1 message of ORDERS is stored again",
                "  seq 1 and 5 on o.x have the same payload and no msg_id");
        holds("ORDERS", StreamLimits.none());
        unknown("ORDERS is empty at the end, so nothing can be there twice", new NoDuplicates("ORDERS"));
    }

    @Test
    void delivered_missingAndRepeated_violated() {
        publish(1, "a");
        publish(2, "b");
        holds("ORDERS", StreamLimits.none(), "1 a", "2 b");
        Check exactly = new Delivered("ORDERS", "w", Optional.of(Times.ONCE), Optional.empty());
        Check atLeast = new Delivered("ORDERS", "w", Optional.empty(), Optional.of(Times.ONCE));
        deliver(c2, 1, 1, 1);
        violated(
                atLeast,
                "of 2 messages for consumer w of ORDERS, 1 never reached it",
                "  seq 2 on o.x, acknowledged at 0.004s never came");
        deliver(c2, 2, 2, 1);
        held("2 messages", exactly);
        deliver(c2, 2, 3, 2);
        held("2 messages", atLeast);
        violated(
                exactly,
                "of 2 messages for consumer w of ORDERS, 0 never reached it, 1 came more than once",
                "  seq 2 on o.x came again to c2 at 0.007s, delivery 2");
    }

    @Test
    void delivered_nothingOrUnclear_unknown() {
        holds("ORDERS", StreamLimits.none());
        Check check = new Delivered("ORDERS", "w", Optional.of(Times.ONCE), Optional.empty());
        unknown("no message of ORDERS is for consumer w", check);
        consumers.clear();
        unknown("there was no consumer w of ORDERS", check);
        assertThrows(InvalidArgument.class, () -> new Delivered("ORDERS", "w", Optional.empty(), Optional.empty()));
    }

    @Test
    void ordered_redeliveryAfterLater_violated() {
        deliver(c1, 1, 1, 1);
        unknown(
                "no subject was delivered twice to consumer w of ORDERS, so there is no order to judge",
                new Ordered("ORDERS", "w"));
        deliver(c1, 2, 2, 1);
        held("2 deliveries", new Ordered("ORDERS", "w"));
        deliver(c2, 1, 3, 2);
        violated(
                new Ordered("ORDERS", "w"),
                "1 of 3 deliveries to consumer w of ORDERS came after a later message",
                "  o.x: seq 1 came to c2 at 0.003s (delivery 2) after seq 2 to c1 at 0.002s");
    }

    @Test
    void ordered_connectionsThatRace_held() {
        deliver(c1, 2, 2, 1);
        deliver(c2, 1, 1, 1);
        held("2 deliveries", new Ordered("ORDERS", "w"));
    }

    @Test
    void maxDeliveries_more_violated() {
        unknown("nothing was delivered to consumer w of ORDERS", new MaxDeliveries("ORDERS", "w", 1));
        deliver(c1, 1, 1, 1);
        deliver(c1, 1, 2, 2);
        held("1 delivered message", new MaxDeliveries("ORDERS", "w", 2));
        violated(
                new MaxDeliveries("ORDERS", "w", 1),
                "1 of 1 message came to consumer w of ORDERS more than 1 time",
                "  seq 1 on o.x: delivery 2 came to c1 at 0.002s");
    }

    @Test
    void mirror_missingOrExtra_violated() {
        holds("ORDERS", StreamLimits.none(), "1 a", "2 b");
        StreamLimits mirror =
                new StreamLimits(false, -1, -1, -1, Duration.ZERO, false, Optional.of("ORDERS"), List.of());
        holds("COPY", mirror, "1 a", "2 b");
        held("2 messages", new MirrorEqualsOrigin("COPY"));
        holds("COPY", mirror, "1 a");
        violated(
                new MirrorEqualsOrigin("COPY"),
                "COPY differs from its origin ORDERS in 1 message; it is at 1 of 2",
                "  seq 2 on o.x is missing in the mirror");
        holds("COPY", mirror, "1 x", "2 b", "3 c");
        violated(
                new MirrorEqualsOrigin("COPY"),
                "COPY differs from its origin ORDERS in 2 messages",
                "  seq 1 on o.x is another message in the mirror",
                "  seq 3 on o.x is in the mirror only");
        unknown("ORDERS is not a mirror", new MirrorEqualsOrigin("ORDERS"));
    }

    @Test
    void mirror_ofWorkQueue_hasWhatWasWorked() {
        publish(1, "a");
        c1.settle(Kind.ACK, "ORDERS", "w", 1).ok(0);
        holds("ORDERS", limits(true, -1, -1, Duration.ZERO));
        StreamLimits mirror =
                new StreamLimits(false, -1, -1, -1, Duration.ZERO, false, Optional.of("ORDERS"), List.of());
        holds("COPY", mirror, "1 a");
        held("1 message", new MirrorEqualsOrigin("COPY"));
        holds("COPY", mirror);
        violated(
                new MirrorEqualsOrigin("COPY"),
                "COPY differs from its origin ORDERS in 1 message",
                "  seq 1 on o.x, which left the origin, is missing in the mirror");
    }

    @Test
    void replicas_differ_violated() {
        unknown("ORDERS has no replicas, so there is nothing to agree with", new ReplicasAgree("ORDERS"));
        replicas.put("n1", state("ORDERS", StreamLimits.none(), "1 a", "2 b", "3 c"));
        replicas.put("n2", state("ORDERS", StreamLimits.none(), "1 a", "2 b", "3 c"));
        replicas.put("n3", state("ORDERS", StreamLimits.none(), "1 a", "2 b", "3 c"));
        held("3 messages on n1, n2, n3", new ReplicasAgree("ORDERS"));
        replicas.put("n2", state("ORDERS", StreamLimits.none(), "1 x", "3 c"));
        violated(
                new ReplicasAgree("ORDERS"),
                "the replicas of ORDERS on n1, n2, n3 differ in 2 of 3 messages",
                "  seq 1 on o.x is not the same message everywhere",
                "  seq 2 on o.x is missing on n2");
    }

    @Test
    void kv_staleRead_violated() {
        c1.kvPut("B", "k", bytes("one"), Duration.ZERO).ok(1);
        c1.kvGet("B", "k").found(1, bytes("one"));
        held("2 operations on 1 key", new KvLinearizable("B"));
        c1.kvPut("B", "k", bytes("two"), Duration.ZERO).ok(2);
        c2.kvGet("B", "k").found(1, bytes("one"));
        List<String> evidence = violated(new KvLinearizable("B"));
        assertEquals(
                "key k of bucket B is not linearizable: no order explains these answers, whatever the other 2 operations did",
                evidence.get(0));
        assertTrue(
                evidence.get(1).matches("  0\\.005s to 0\\.006s c1: put [0-9a-f]{8}: ok, revision 2"), evidence.get(1));
        assertTrue(
                evidence.get(2).matches("  0\\.007s to 0\\.008s c2: get [0-9a-f]{8}: ok, revision 1"), evidence.get(2));
        assertEquals(3, evidence.size());
    }

    @Test
    void kv_unknownOutcome_isTakenAsEither() {
        c1.kvPut("B", "k", bytes("one"), Duration.ZERO);
        c2.kvGet("B", "k").notFound();
        c2.kvGet("B", "k").found(1, bytes("one"));
        held("3 operations on 1 key", new KvLinearizable("B"));
        c2.kvGet("B", "k").notFound();
        violated(new KvLinearizable("B"));
    }

    @Test
    void kv_nothingAnsweredOrRemoved_unknown() {
        Asked put = c1.kvPut("B", "k", bytes("one"), Duration.ZERO);
        unknown("no operation on a key of bucket B was answered", new KvLinearizable("B"));
        put.ok(1);
        c2.remove("KV_B", "", 0).ok(0);
        unknown(
                "entries of bucket B were removed from its stream by c2 at 0.003s, which is no operation on a key",
                new KvLinearizable("B"));
    }

    @Test
    void unreadable_isUnknown() {
        publish(1, "a");
        FinalState broken = new End() {
            @Override
            public Optional<StreamState> stream(String name) {
                throw new Unreadable("ORDERS cannot be read: timeout");
            }
        };
        Judgement judgement = Checks.judge(new NoAckedLoss("ORDERS"), history, broken);
        assertEquals(new Judgement.Unknown("ORDERS cannot be read: timeout"), judgement);
    }

    @Test
    void evidence_isBounded() {
        for (int seq = 1; seq <= 5_000; seq++) {
            publish(seq, "m" + seq);
        }
        List<String> evidence = violated(new NoAckedLoss("ORDERS"));
        assertEquals(12, evidence.size());
        assertEquals("  … and 4,990 more", evidence.get(11));
    }

    private void publish(long seq, String payload) {
        c1.publish("o.x", bytes(payload), "", Duration.ZERO).stored("ORDERS", seq);
    }

    private static void deliver(Recorder client, long seq, long consumerSeq, long deliveries) {
        client.delivered("ORDERS", "w", "o.x", seq, consumerSeq, deliveries);
    }

    private static StreamLimits limits(boolean acked, long msgs, long perSubject, Duration age) {
        return new StreamLimits(acked, msgs, perSubject, -1, age, false, Optional.empty(), List.of());
    }

    private void holds(String stream, StreamLimits limits, String... messages) {
        streams.put(stream, state(stream, limits, messages));
    }

    private StreamState state(String stream, StreamLimits limits, String... messages) {
        StreamState.Builder builder = StreamState.of(stream, limits, history.names());
        long first = 0;
        long last = 0;
        for (String message : messages) {
            String[] parts = message.split(" ");
            last = Long.parseLong(parts[0]);
            first = first == 0 ? last : first;
            builder.add(last, "o.x", Fingerprint.of(parts[1]), 0, 0);
        }
        return builder.build(first, last, 0);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void held(String of, Check check) {
        assertEquals(new Judgement.Held(of), Checks.judge(check, history, new End()));
    }

    private void unknown(String reason, Check check) {
        assertEquals(new Judgement.Unknown(reason), Checks.judge(check, history, new End()));
    }

    private void violated(Check check, String... lines) {
        assertEquals(List.of(lines), violated(check));
    }

    private List<String> violated(Check check) {
        return assertInstanceOf(Judgement.Violated.class, Checks.judge(check, history, new End()))
                .evidence();
    }

    private class End implements FinalState {
        @Override
        public long at() {
            return history.now();
        }

        @Override
        public Optional<StreamState> stream(String name) {
            return Optional.ofNullable(streams.get(name));
        }

        @Override
        public Map<String, StreamState> replicas(String stream) {
            return replicas;
        }

        @Override
        public List<ConsumerState> consumers(String stream) {
            return consumers;
        }
    }
}
