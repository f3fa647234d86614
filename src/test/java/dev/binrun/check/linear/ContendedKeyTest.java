package dev.binrun.check.linear;

import static dev.binrun.check.Limits.limits;
import static dev.binrun.check.Scene.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.check.Checks;
import dev.binrun.check.Judgement;
import dev.binrun.check.KvLinearizable;
import dev.binrun.check.Scene;
import dev.binrun.check.linear.Linearizer.Result;
import dev.binrun.history.Completion;
import dev.binrun.history.Fingerprint;
import dev.binrun.history.History;
import dev.binrun.history.OperationKind;
import dev.binrun.history.Recorder;
import dev.binrun.history.StreamState;
import dev.binrun.history.UnreadableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One key that several clients write and read without a pause, in a cluster that rejects and loses many writes. */
@Tag("slow")
class ContendedKeyTest {
    private static final int HISTORIES = Integer.getInteger("binrun.search.histories", 20_000);
    private static final int OPERATIONS = 30_000;

    /** A few more than needed, and far fewer than a search through all orders takes. */
    private static final long MOVES = 2_000_000;

    @Test
    void judge_healthyKey_orderedInFewMoves() {
        for (int seed = 0; seed < 3; seed++) {
            List<KeyOperation> operations = contended(seed, OPERATIONS);
            assertTrue(operations.stream().filter(KeyOperation::isOptional).count() > 3_000);
            assertEquals(Result.ORDERED, run(operations), "seed " + seed);
        }
    }

    @Test
    void judge_undecidedKey_namesUnknownOutcomesAndRemedy() {
        Scene scene = new Scene();
        scene.judgingTakesTime = false;
        scene.unreadable = new UnreadableException("the stream KV_B cannot be read");
        scene.c1.kvGet("B", "k").notFound();
        // Each pair of reads can be explained by any two of the writes before it, which all write the same two values.
        for (int i = 0; i < 1_500; i++) {
            scene.c1.kvPut("B", "k", bytes("v" + i % 2), Duration.ZERO);
            scene.c1.kvDel("B", "k", -1);
            scene.c1.kvUpdate("B", "k", bytes("v" + i % 3), 3 * i + 2, Duration.ZERO);
            if (i % 3 == 2) {
                scene.c2.kvGet("B", "k").found(i, bytes("v" + i % 2));
                scene.c2.kvGet("B", "k").notFound();
            }
        }
        String reason = assertInstanceOf(
                        Judgement.Unknown.class, Checks.judge(new KvLinearizable("B"), scene.history, scene))
                .reason();
        assertEquals(
                "too many unknown outcomes on 1 key to try all orders: k (4,500 of 5,501 outcomes, from 0.003s"
                        + " to 6.498s);"
                        + " set longer timeouts, write a different value each time, read after each write, or spread the"
                        + " writes over more keys",
                reason);
    }

    @Test
    void judge_staleRead_isFound() {
        assertFound(operations -> {
            int read = find(
                    operations,
                    i -> isFound(operations.get(i)) && operations.get(i).revision() > 4_000);
            KeyOperation old = operations.stream()
                    .filter(operation -> operation.isWrite() && operation.sets() && operation.revision() < 3_900)
                    .reduce((first, second) -> second)
                    .orElseThrow();
            operations.set(read, seen(operations.get(read), old.revision(), old.value()));
        });
    }

    @Test
    void judge_valueNeverWritten_isFound() {
        assertFound(operations -> {
            int read = find(operations, i -> i > 9_000 && isFound(operations.get(i)));
            operations.set(read, seen(operations.get(read), operations.get(read).revision(), 123_456_789));
        });
    }

    @Test
    void judge_lostUpdate_isFound() {
        assertFound(operations -> {
            int update = find(
                    operations,
                    i -> i > 9_000
                            && operations.get(i).kind() == OperationKind.KV_UPDATE
                            && operations.get(i).isWrite());
            KeyOperation late = operations.get(update);
            KeyOperation other = operations.stream()
                    .filter(operation -> operation.isWrite() && operation.revision() < late.revision() - 5)
                    .reduce((first, second) -> second)
                    .orElseThrow();
            operations.set(update, with(late, late.revision(), other.revision()));
        });
    }

    @Test
    void judge_revisionsOutOfOrder_areFound() {
        assertFound(operations -> {
            int first = find(operations, i -> i > 9_000 && isPut(operations.get(i)));
            int second = find(
                    operations,
                    i -> operations.get(i).invokedAt() > operations.get(first).completedAt()
                            && isPut(operations.get(i)));
            KeyOperation early = operations.get(first);
            KeyOperation late = operations.get(second);
            operations.set(first, with(early, late.revision(), -1));
            operations.set(second, with(late, early.revision(), -1));
        });
    }

    @Test
    void judge_twoWritesWithOneRevision_areFound() {
        assertFound(operations -> {
            int first = find(operations, i -> i > 9_000 && isPut(operations.get(i)));
            int second = find(operations, i -> i > first && isPut(operations.get(i)));
            operations.set(
                    second, with(operations.get(second), operations.get(first).revision(), -1));
        });
    }

    /** No other write can be between two creates with adjacent revisions. */
    @Test
    void judge_twoCreatesWithoutADelete_areFound() {
        assertFound(operations -> {
            int first = find(operations, i -> i > 9_000 && isCreated(operations.get(i)));
            long revision = operations.get(first).revision();
            int next = find(
                    operations,
                    i -> operations.get(i).isWrite() && operations.get(i).revision() == revision + 1);
            KeyOperation write = operations.get(next);
            operations.set(
                    next,
                    new KeyOperation(
                            write.source(),
                            OperationKind.KV_CREATE,
                            Completion.OK,
                            write.invokedAt(),
                            write.completedAt(),
                            write.revision(),
                            -1,
                            987_654_321,
                            0));
        });
    }

    @Test
    void judge_valueAfterItsDeletion_isFound() {
        assertFound(operations -> {
            int deletion = find(
                    operations,
                    i -> i > 9_000
                            && operations.get(i).kind() == OperationKind.KV_DEL
                            && operations.get(i).isWrite());
            KeyOperation deleted = operations.get(deletion);
            KeyOperation before = operations.stream()
                    .filter(operation ->
                            operation.isWrite() && operation.sets() && operation.revision() < deleted.revision())
                    .max((a, b) -> Long.compare(a.revision(), b.revision()))
                    .orElseThrow();
            int read = find(
                    operations,
                    i -> operations.get(i).kind() == OperationKind.KV_GET
                            && operations.get(i).invokedAt() > deleted.completedAt());
            operations.set(read, seen(operations.get(read), before.revision(), before.value()));
        });
    }

    /** Compares histories with many rejected or lost writes, and the same histories with one changed completion. */
    @Test
    void judge_smallHistories_sameResultAsBruteForce() {
        int possible = 0;
        int impossible = 0;
        for (int seed = 0; seed < HISTORIES; seed++) {
            Random random = new Random(seed);
            List<KeyOperation> operations =
                    new ArrayList<>(contended(seed, 6 + seed % 4).subList(0, 6 + seed % 4));
            if (seed % 4 > 0) {
                operations = changed(operations, random);
            }
            if (seed % 3 == 0) {
                operations.replaceAll(
                        operation -> operation.isWrite() && random.nextInt(3) == 0 ? operation.forgotten() : operation);
            }
            boolean expected = BruteForce.linearizable(operations);
            assertEquals(expected ? Result.ORDERED : Result.IMPOSSIBLE, run(operations), seed + ": " + operations);
            possible += expected ? 1 : 0;
            impossible += expected ? 0 : 1;
        }
        assertTrue(possible > HISTORIES / 5 && impossible > HISTORIES / 5, possible + " and " + impossible);
    }

    /** Compares histories with few completions among many lost writes, such as a shortened contradiction. */
    @Test
    void judge_fewCompletionsAmongLostWrites_sameResultAsBruteForce() {
        for (int seed = 0; seed < HISTORIES / 4; seed++) {
            Random random = new Random(seed);
            List<KeyOperation> operations = changed(contended(seed, 9), random);
            Collections.shuffle(operations, random);
            operations.subList(0, 6).replaceAll(operation -> operation.isWrite() ? operation.forgotten() : operation);
            boolean expected = BruteForce.linearizable(operations);
            assertEquals(expected ? Result.ORDERED : Result.IMPOSSIBLE, run(operations), seed + ": " + operations);
        }
    }

    /** Two servers can lead for a moment, so that one rejects a write that the other performs; revisions still rise. */
    @Test
    void judge_rejectedWrite_doneOnlyIfAReadShowsIt() {
        try (History cluster = new History(Path.of("none"), true)) {
            Recorder bob = cluster.recorder("bob");
            bob.kvPut("B", "k", bytes("one"), Duration.ZERO).ok(1);
            bob.kvUpdate("B", "k", bytes("two"), 1, Duration.ZERO).conflict();
            assertEquals(new Judgement.Held("2 operations on 1 key"), judge(cluster, 1, "one"));
            bob.kvGet("B", "k").found(2, bytes("two"));
            assertEquals(new Judgement.Held("3 operations on 1 key"), judge(cluster, 2, "two"));
            bob.kvGet("B", "k").found(1, bytes("one"));
            List<String> evidence = assertInstanceOf(Judgement.Violated.class, judge(cluster, 2, "two"))
                    .evidence();
            assertEquals(
                    "key k of bucket B is not linearizable: no order explains these answers, whatever the other 2"
                            + " operations did",
                    evidence.get(0));
        }
    }

    private static Judgement judge(History history, long revision, String value) {
        Scene scene = new Scene();
        scene.clock = history.now() + 1;
        scene.judgingTakesTime = false;
        scene.streams.put(
                "KV_B",
                StreamState.of("KV_B", limits().build(), history.names())
                        .add(revision, "$KV.B.k", Fingerprint.of(value), 0, 0)
                        .build(revision, revision, 0));
        return Checks.judge(new KvLinearizable("B"), history, scene);
    }

    private interface Anomaly {
        void plant(List<KeyOperation> operations);
    }

    private static void assertFound(Anomaly anomaly) {
        for (int seed = 0; seed < 3; seed++) {
            List<KeyOperation> operations = contended(seed, OPERATIONS);
            anomaly.plant(operations);
            SearchResult search = Linearizer.judge(new KeyHistory(operations), new long[] {MOVES});
            assertEquals(Result.IMPOSSIBLE, search.result(), "seed " + seed);
        }
    }

    private static Result run(List<KeyOperation> operations) {
        return Linearizer.judge(new KeyHistory(operations), new long[] {MOVES}).result();
    }

    private static int find(List<KeyOperation> operations, IntPredicate wanted) {
        return IntStream.range(0, operations.size()).filter(wanted).findFirst().orElseThrow();
    }

    private static boolean isFound(KeyOperation operation) {
        return operation.kind() == OperationKind.KV_GET && operation.completion() == Completion.OK;
    }

    private static boolean isPut(KeyOperation operation) {
        return operation.kind() == OperationKind.KV_PUT && operation.isWrite();
    }

    private static boolean isCreated(KeyOperation operation) {
        return operation.kind() == OperationKind.KV_CREATE && operation.isWrite();
    }

    private static KeyOperation seen(KeyOperation read, long revision, long value) {
        return new KeyOperation(
                read.source(),
                OperationKind.KV_GET,
                Completion.OK,
                read.invokedAt(),
                read.completedAt(),
                revision,
                -1,
                value,
                0);
    }

    private static KeyOperation with(KeyOperation write, long revision, long expected) {
        return new KeyOperation(
                write.source(),
                write.kind(),
                write.completion(),
                write.invokedAt(),
                write.completedAt(),
                revision,
                expected,
                write.value(),
                0);
    }

    /** Changes the revision or the value of one completion, or makes it "not found". */
    private static List<KeyOperation> changed(List<KeyOperation> operations, Random random) {
        List<KeyOperation> changed = new ArrayList<>(operations);
        int at = random.nextInt(changed.size());
        KeyOperation operation = changed.get(at);
        if (operation.completion() != Completion.OK) {
            return changed;
        }
        long revision = Math.max(1, operation.revision() + random.nextInt(5) - 2);
        if (operation.kind() != OperationKind.KV_GET) {
            changed.set(at, with(operation, revision, operation.expected()));
        } else {
            KeyOperation other = changed.get(random.nextInt(changed.size()));
            changed.set(
                    at,
                    seen(
                            operation,
                            revision,
                            random.nextBoolean() && other.value() != 0 ? other.value() : operation.value()));
        }
        return changed;
    }

    private static List<KeyOperation> contended(long seed, int count) {
        return new ContendedKey(seed).operations(count);
    }
}
