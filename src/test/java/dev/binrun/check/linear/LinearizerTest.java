package dev.binrun.check.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.check.linear.Linearizer.Result;
import dev.binrun.history.Completion;
import dev.binrun.history.OperationKind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LinearizerTest {
    private static final int HISTORIES = Integer.getInteger("binrun.search.histories", 30_000);

    @Test
    void judge_smallHistories_sameResultAsBruteForce() {
        int possible = 0;
        int impossible = 0;
        for (int seed = 0; seed < HISTORIES; seed++) {
            RandomKey key = new RandomKey(seed, 2);
            List<KeyOperation> operations = key.operations(3 + seed % 6, 2 + seed % 3, seed % 4 * 0.15);
            if (seed % 3 > 0) {
                operations = key.withChange(operations);
            }
            boolean expected = BruteForce.linearizable(operations);
            assertEquals(expected ? Result.ORDERED : Result.IMPOSSIBLE, run(operations), seed + ": " + operations);
            possible += expected ? 1 : 0;
            impossible += expected ? 0 : 1;
        }
        assertTrue(possible > 5_000 && impossible > 3_000, possible + " and " + impossible);
    }

    @Test
    void shrinking_contradiction_isMinimal() {
        for (int seed = 0; seed < 3_000; seed++) {
            RandomKey key = new RandomKey(seed, 2);
            List<KeyOperation> operations = key.withChange(key.operations(7, 3, 0.1));
            SearchResult search = Linearizer.judge(new KeyHistory(operations), new long[] {1_000_000});
            if (search.result() == Result.IMPOSSIBLE) {
                List<KeyOperation> core = Shrinking.of(operations, search.brokenAt(), 1);
                assertTrue(!core.isEmpty(), seed + ": " + operations);
                List<KeyOperation> rest = operations.stream()
                        .filter(KeyOperation::isRelevant)
                        .map(operation -> core.contains(operation) ? operation : operation.forgotten())
                        .toList();
                assertTrue(!BruteForce.linearizable(rest), seed + ": " + rest);
            }
        }
    }

    @Test
    void judge_longHistoriesOfAHealthyRegister_ordered() {
        for (int seed = 0; seed < 20; seed++) {
            assertEquals(Result.ORDERED, run(new RandomKey(seed, 1_000).operations(1_000, 10, 0.05)), "seed " + seed);
        }
    }

    @Test
    void judge_hundredOperationsOneInFiveUnknown_decided() {
        for (int seed = 0; seed < 100; seed++) {
            RandomKey key = new RandomKey(seed, 1 + seed % 20);
            List<KeyOperation> operations = key.operations(100, 10, 0.2);
            assertEquals(Result.ORDERED, run(operations), "seed " + seed);
            assertTrue(run(key.withChange(operations)) != Result.TOO_MANY, "seed " + seed + ", with a lie");
        }
    }

    @Test
    void judge_tooManyUnknownOutcomes_undecided() {
        for (int seed = 0; seed < 10; seed++) {
            List<KeyOperation> operations = new RandomKey(seed, 1_000).operations(1_000, 10, 0.1);
            for (long moves = 1; moves < 2_000_000; moves *= 10) {
                assertTrue(
                        Linearizer.judge(new KeyHistory(operations), new long[] {moves})
                                        .result()
                                != Result.IMPOSSIBLE,
                        "seed " + seed + ", moves " + moves);
            }
        }
    }

    /** The second write expects the revision of the first one, which no read shows. */
    @Test
    void judge_unknownWriteAfterUnknownWrite_ordered() {
        KeyOperation put = op(OperationKind.KV_PUT, Completion.OK, 1, 2, 1, 7);
        KeyOperation update = new KeyOperation(
                Optional.empty(), OperationKind.KV_UPDATE, Completion.UNKNOWN, 3, Long.MAX_VALUE, 0, 1, 8, 0);
        KeyOperation gone = op(OperationKind.KV_GET, Completion.NOT_FOUND, 9, 10, 0, 0);
        assertEquals(Result.ORDERED, run(List.of(put, update, delete(5, 2), gone)));
        assertEquals(Result.ORDERED, run(List.of(put, update, delete(5, 7), gone)));
        assertEquals(Result.IMPOSSIBLE, run(List.of(put, delete(5, 2), gone)));
    }

    private static KeyOperation delete(long invokedAt, long expected) {
        return new KeyOperation(
                Optional.empty(),
                OperationKind.KV_DEL,
                Completion.UNKNOWN,
                invokedAt,
                Long.MAX_VALUE,
                0,
                expected,
                0,
                0);
    }

    @Test
    void judge_sameTimes_areConcurrent() {
        KeyOperation put = op(OperationKind.KV_PUT, Completion.OK, 1, 5, 1, 7);
        assertEquals(Result.ORDERED, run(List.of(put, op(OperationKind.KV_GET, Completion.NOT_FOUND, 5, 6, 0, 0))));
        assertEquals(Result.IMPOSSIBLE, run(List.of(put, op(OperationKind.KV_GET, Completion.NOT_FOUND, 6, 7, 0, 0))));
    }

    private static KeyOperation op(
            OperationKind kind, Completion completion, long invokedAt, long completedAt, long revision, long value) {
        return new KeyOperation(Optional.empty(), kind, completion, invokedAt, completedAt, revision, -1, value, 0);
    }

    private static Result run(List<KeyOperation> operations) {
        return Linearizer.judge(new KeyHistory(operations), new long[] {10_000_000})
                .result();
    }
}
