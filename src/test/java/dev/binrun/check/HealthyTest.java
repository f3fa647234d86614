package dev.binrun.check;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Generated histories of a healthy stream, in which no check may find a violation, and the same histories with a
 * planted fault.
 */
class HealthyTest {
    private static final Optional<DeliveryGuarantee> ONCE = Optional.of(DeliveryGuarantee.ONCE);

    @Test
    void judge_healthyStream_noFalseAlarm() {
        List<Check> always = List.of(
                new NoAckedLoss("ORDERS"),
                new NoDuplicates("ORDERS"),
                new Delivered("ORDERS", "w", Optional.empty(), ONCE),
                new MirrorEqualsOrigin("COPY"),
                new ReplicasAgree("ORDERS"));
        List<Check> inOrder = List.of(
                new Delivered("ORDERS", "w", ONCE, Optional.empty()),
                new Ordered("ORDERS", "w"),
                new MaxDeliveries("ORDERS", "w", 1));
        int[] held = new int[always.size() + inOrder.size()];
        for (int seed = 0; seed < 420; seed++) {
            boolean redeliveries = seed % 2 == 0;
            StreamSimulation run = new StreamSimulation(seed, redeliveries).run(20 + seed % 100, seed % 3 > 0);
            for (int i = 0; i < held.length; i++) {
                boolean needsOrder = i >= always.size();
                if (!needsOrder || !redeliveries) {
                    Check check = needsOrder ? inOrder.get(i - always.size()) : always.get(i);
                    Judgement judgement = judge(check, run);
                    assertFalse(
                            judgement instanceof Judgement.Violated,
                            "seed " + seed + ", " + run.limits() + ": " + check + ": " + judgement);
                    held[i] += judgement instanceof Judgement.Held ? 1 : 0;
                }
            }
        }
        for (int i = 0; i < held.length; i++) {
            assertTrue(held[i] >= 190, "check " + i + " held " + held[i] + " times only");
        }
    }

    @Test
    void judge_healthyStreamWithChangedLimits_noFalseAlarm() {
        List<Check> checks =
                List.of(new NoAckedLoss("ORDERS"), new MirrorEqualsOrigin("COPY"), new ReplicasAgree("ORDERS"));
        int held = 0;
        for (int seed = 0; seed < 1_000; seed++) {
            StreamSimulation run = new StreamSimulation(seed, seed % 2 == 0)
                    .withChangedLimits()
                    .run(20 + seed % 100, seed % 3 == 0);
            for (Check check : checks) {
                Judgement judgement = judge(check, run);
                assertFalse(
                        judgement instanceof Judgement.Violated,
                        "seed " + seed + ", " + run.limits() + ": " + check + ": " + judgement);
                held += judgement instanceof Judgement.Held ? 1 : 0;
            }
        }
        assertTrue(held > 2_500, "held " + held + " times only");
    }

    /** The fault is not found only if a max_age of unknown outcome may still be in force. */
    @Test
    void noAckedLoss_lastMessageRemoved_isFoundWithAnyLimits() {
        int tried = 0;
        int found = 0;
        for (int seed = 0; seed < 300; seed++) {
            StreamSimulation run =
                    new StreamSimulation(seed, false, false).withChangedLimits().run(60, false);
            long seq = run.stored.isEmpty() ? 0 : run.stored.lastKey();
            boolean acknowledged = isAcknowledged(run, seq);
            boolean stays = seq > 0
                    && run.stored.get(seq).ttl().isZero()
                    && !run.limits().leavesWhenAcked()
                    && run.limits().maxAge().isZero();
            if (acknowledged && stays) {
                TreeMap<Long, StreamSimulation.Message> left = new TreeMap<>(run.stored);
                left.remove(seq);
                run.end(left);
                Judgement judgement = judge(new NoAckedLoss("ORDERS"), run);
                tried++;
                found += judgement instanceof Judgement.Violated ? 1 : 0;
            }
        }
        assertTrue(tried > 100 && found * 10 > tried * 9, "found " + found + " of " + tried);
    }

    @Test
    void noAckedLoss_messageRemoved_isFoundWithItsSequence() {
        int found = 0;
        for (int seed = 0; seed < 300; seed++) {
            StreamSimulation run = new StreamSimulation(seed, false, false).run(60, false);
            long seq = newestSafe(run);
            if (seq > 0) {
                TreeMap<Long, StreamSimulation.Message> left = new TreeMap<>(run.stored);
                left.remove(seq);
                run.end(left);
                Judgement judgement = judge(new NoAckedLoss("ORDERS"), run);
                assertTrue(
                        judgement instanceof Judgement.Violated violated
                                && violated.evidence().size() == 2
                                && violated.evidence().get(1).startsWith("  seq " + seq + " on o."),
                        "seed " + seed + ", " + run.limits() + ", seq " + seq + ": " + judgement);
                found++;
            }
        }
        assertTrue(found > 50, "tried " + found);
    }

    @Test
    void replicasAgree_messageMissingOrChanged_isFound() {
        int tried = 0;
        for (int seed = 0; seed < 200; seed++) {
            StreamSimulation run = new StreamSimulation(seed, false).run(60, true);
            if (!run.stored.isEmpty() && run.limits().maxAge().isZero()) {
                StreamSimulation.Message last = run.stored.lastEntry().getValue();
                if (!last.ttl().isZero()) {
                    continue;
                }
                TreeMap<Long, StreamSimulation.Message> less = new TreeMap<>(run.stored);
                less.remove(last.seq());
                run.scene.replicas.put("n2", run.state("ORDERS", run.limits(), less));
                run.scene.replicas.put("n3", run.state("ORDERS", run.limits(), changed(run.stored, last)));
                run.scene.violated(
                        new ReplicasAgree("ORDERS"),
                        "the replicas of ORDERS on n1, n2, n3 differ in 1 of "
                                + Evidence.count(run.stored.size(), "message"),
                        "  seq " + last.seq() + " on " + last.subject()
                                + " is missing on n2, and is another message on n3 than on n1");
                tried++;
            }
        }
        assertTrue(tried > 50, "tried " + tried);
    }

    @Test
    void mirrorEqualsOrigin_messageMissing_isFound() {
        int tried = 0;
        for (int seed = 0; seed < 200; seed++) {
            StreamSimulation run = new StreamSimulation(seed, false).run(60, false);
            if (!run.stored.isEmpty()) {
                long last = run.stored.lastKey();
                TreeMap<Long, StreamSimulation.Message> less = new TreeMap<>(run.ever);
                less.remove(last);
                run.mirror(less);
                Judgement judgement = judge(new MirrorEqualsOrigin("COPY"), run);
                assertTrue(
                        judgement instanceof Judgement.Violated violated
                                && violated.evidence().size() == 2
                                && violated.evidence().get(1).startsWith("  seq " + last + " on o."),
                        "seed " + seed + ", " + run.limits() + ", seq " + last + ": " + judgement);
                tried++;
            }
        }
        assertTrue(tried > 100, "tried " + tried);
    }

    @Test
    void noDuplicates_messageStoredTwice_isFound() {
        int tried = 0;
        for (int seed = 0; seed < 200; seed++) {
            StreamSimulation run = new StreamSimulation(seed, false).run(60, true);
            if (!run.stored.isEmpty()) {
                StreamSimulation.Message last = run.stored.lastEntry().getValue();
                TreeMap<Long, StreamSimulation.Message> more = new TreeMap<>(run.stored);
                long seq = last.seq() + 1_000;
                more.put(
                        seq,
                        new StreamSimulation.Message(
                                seq, last.subject(), last.payload(), last.id(), last.time(), last.ttl()));
                run.end(more);
                Judgement judgement = judge(new NoDuplicates("ORDERS"), run);
                assertTrue(
                        judgement instanceof Judgement.Violated violated
                                && violated.evidence()
                                        .get(1)
                                        .equals("  seq " + last.seq() + " and " + seq + " on " + last.subject()
                                                + " have the same "
                                                + (last.id().isEmpty() ? "payload and no msg_id" : "msg_id")),
                        "seed " + seed + ": " + judgement);
                tried++;
            }
        }
        assertTrue(tried > 100, "tried " + tried);
    }

    @Test
    void delivered_messageLostOrRepeated_isFound() {
        for (int seed = 0; seed < 200; seed++) {
            StreamSimulation run = new StreamSimulation(seed, false).run(60, false);
            long seq = run.ever.lastKey() + 1;
            run.scene.c1.publish("o.0", Scene.bytes("last"), "", Duration.ZERO).stored("ORDERS", seq);
            Delivered atLeast = new Delivered("ORDERS", "w", Optional.empty(), ONCE);
            StreamSimulation.Message last = new StreamSimulation.Message(seq, "o.0", "last", "", 0, Duration.ZERO);
            TreeMap<Long, StreamSimulation.Message> more = new TreeMap<>(run.stored);
            more.put(seq, last);
            run.end(more);
            List<String> lines = run.scene.evidence(atLeast);
            assertTrue(
                    lines.size() == 2 && lines.get(1).startsWith("  seq " + seq + " on o.0, acknowledged to c1 at "),
                    "seed " + seed + ": " + lines);
            Scene.delivered(run.scene.c1, "ORDERS", "w", "o.0", seq, 1_000, 1);
            assertTrue(judge(atLeast, run) instanceof Judgement.Held, "seed " + seed);
            Scene.delivered(run.scene.c2, "ORDERS", "w", "o.0", seq, 1_001, 2);
            lines = run.scene.evidence(new Delivered("ORDERS", "w", ONCE, Optional.empty()));
            assertTrue(
                    lines.size() == 2
                            && lines.get(1).matches("  seq " + seq + " on o.0 was delivered to c1 .* again to c2 .*"),
                    "seed " + seed + ": " + lines);
        }
    }

    /** Returns the newest acknowledged message that no limit can have removed; 0 if there is none. */
    private static long newestSafe(StreamSimulation run) {
        for (Map.Entry<Long, StreamSimulation.Message> entry :
                run.stored.descendingMap().entrySet()) {
            if (isAcknowledged(run, entry.getKey())
                    && entry.getValue().ttl().isZero()
                    && run.limits().maxAge().isZero()
                    && run.limits().maxMsgs() <= 0
                    && !run.limits().leavesWhenAcked()) {
                return entry.getKey();
            }
            if (run.limits().maxMsgsPerSubject() > 0) {
                return 0;
            }
        }
        return 0;
    }

    private static boolean isAcknowledged(StreamSimulation run, long sequence) {
        return AckedMessages.of(run.scene.history, "ORDERS").stream()
                .anyMatch(publish -> publish.sequence() == sequence);
    }

    private static TreeMap<Long, StreamSimulation.Message> changed(
            TreeMap<Long, StreamSimulation.Message> stored, StreamSimulation.Message last) {
        TreeMap<Long, StreamSimulation.Message> changed = new TreeMap<>(stored);
        changed.put(
                last.seq(),
                new StreamSimulation.Message(last.seq(), last.subject(), "other", last.id(), last.time(), last.ttl()));
        return changed;
    }

    private static Judgement judge(Check check, StreamSimulation run) {
        return Checks.judge(check, run.scene.history, run.scene);
    }
}
