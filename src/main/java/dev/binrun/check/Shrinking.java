package dev.binrun.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Makes a history that cannot be ordered as short as it can be: forgets the answers of operations while the others still contradict each
 * other. As a forgotten answer only allows more, what is left contradicts itself, whatever the others did.
 */
final class Shrinking {
    private static final long MOVES = 20_000_000;

    private final List<KeyOperation> operations;
    private final long depth;
    private final long[] budget = {MOVES};

    private Shrinking(List<KeyOperation> operations, long depth) {
        this.depth = depth;
        this.operations = new ArrayList<>(operations);
    }

    /**
     * The operations whose answers contradict each other, in the order in which they were asked.
     *
     * @param depth how many entries of a key the bucket keeps
     */
    static List<KeyOperation> of(List<KeyOperation> operations, long brokenAt, long depth) {
        Shrinking shrinking = new Shrinking(
                operations.stream()
                        .filter(operation -> operation.counts())
                        .sorted(Comparator.comparingLong(KeyOperation::answered).reversed())
                        .toList(),
                depth);
        shrinking.forgetFrom(brokenAt);
        shrinking.forget();
        return shrinking.operations.stream()
                .filter(operation -> !operation.optional())
                .sorted(Comparator.comparingLong(KeyOperation::asked))
                .toList();
    }

    /** What was answered after the history broke is most likely of no account. */
    private void forgetFrom(long brokenAt) {
        int later = 0;
        while (later < operations.size() && operations.get(later).answered() > brokenAt) {
            later++;
        }
        forget(0, later);
    }

    private void forget() {
        for (int size = Math.max(1, operations.size() / 2); ; size /= 2) {
            for (int from = 0; from < operations.size(); from += size) {
                forget(from, Math.min(operations.size(), from + size));
            }
            if (size == 1 || budget[0] < 0) {
                return;
            }
        }
    }

    private void forget(int from, int to) {
        List<KeyOperation> part = operations.subList(from, to);
        if (part.stream().allMatch(KeyOperation::optional)) {
            return;
        }
        List<KeyOperation> before = List.copyOf(part);
        part.replaceAll(KeyOperation::forgotten);
        budget[0] -= operations.size();
        if (budget[0] < 0
                || Linearizer.judge(new KeyHistory(operations, depth), budget).result != Linearizer.Result.IMPOSSIBLE) {
            for (int i = 0; i < before.size(); i++) {
                part.set(i, before.get(i));
            }
        }
    }
}
