package dev.binrun.check.linear;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Shortens a history without an order to a contradiction between few operations. A forgotten completion only allows
 * more orders. Completions are forgotten while the other operations still contradict each other, whatever the forgotten
 * ones did.
 */
public final class Shrinking {
    private static final long MOVES = 20_000_000;
    private static final long MOVES_EACH = 500_000;
    private static final int FEW = 4;

    /** The cost of preparing a history, in moves for each operation. */
    private static final long COPYING = 20;

    private final List<KeyOperation> operations;
    private final long depth;
    private final long[] budget = {MOVES};

    private Shrinking(List<KeyOperation> operations, long depth) {
        this.depth = depth;
        this.operations = new ArrayList<>(operations);
    }

    /**
     * Returns operations whose completions contradict each other, in the order of their invocations.
     *
     * @param brokenAt the time of the first completion that no order explains
     * @param depth the number of entries that the bucket keeps of each key
     */
    public static List<KeyOperation> of(List<KeyOperation> operations, long brokenAt, long depth) {
        Shrinking shrinking = new Shrinking(
                operations.stream()
                        .filter(KeyOperation::isRelevant)
                        .sorted(Comparator.comparingLong(KeyOperation::completedAt)
                                .reversed())
                        .toList(),
                depth);
        int later = shrinking.forgetFrom(brokenAt);
        shrinking.keepFew(later);
        shrinking.forgetParts();
        return shrinking.operations.stream()
                .filter(operation -> !operation.isOptional())
                .sorted(Comparator.comparingLong(KeyOperation::invokedAt))
                .toList();
    }

    /**
     * Forgets the completions after the time at which the history broke, because these most likely do not matter.
     *
     * @return the number of these completions
     */
    private int forgetFrom(long brokenAt) {
        int later = 0;
        while (later < operations.size() && operations.get(later).completedAt() > brokenAt) {
            later++;
        }
        forget(0, later);
        return later;
    }

    /** Most contradictions are between operations that completed shortly before the history broke. */
    private void keepFew(int later) {
        int few = FEW;
        while (later + few < operations.size() && !forget(later + few, operations.size())) {
            few *= 4;
        }
    }

    private void forgetParts() {
        for (int size = Math.max(1, kept().size() / 2); ; size /= 2) {
            List<Integer> kept = kept();
            for (int from = 0; from < kept.size(); from += size) {
                int to = Math.min(kept.size(), from + size);
                forget(kept.get(from), kept.get(to - 1) + 1);
            }
            if (size == 1 || budget[0] < 0) {
                return;
            }
        }
    }

    private List<Integer> kept() {
        return IntStream.range(0, operations.size())
                .filter(i -> !operations.get(i).isOptional())
                .boxed()
                .toList();
    }

    /**
     * Returns whether the operations still contradict each other without the completions in a range, and restores these
     * if not.
     */
    private boolean forget(int from, int to) {
        List<KeyOperation> part = operations.subList(from, to);
        if (budget[0] < 0 || part.stream().allMatch(KeyOperation::isOptional)) {
            return false;
        }
        List<KeyOperation> before = List.copyOf(part);
        part.replaceAll(KeyOperation::forgotten);
        budget[0] -= COPYING * operations.size();
        long[] moves = {MOVES_EACH};
        boolean contradiction =
                Linearizer.judge(new KeyHistory(operations, depth), moves).isImpossible();
        budget[0] -= MOVES_EACH - moves[0];
        for (int i = 0; i < before.size() && !contradiction; i++) {
            part.set(i, before.get(i));
        }
        return contradiction;
    }
}
