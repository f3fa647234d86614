package dev.binrun.check.linear;

import dev.binrun.check.linear.Linearizer.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Makes a history that cannot be ordered as short as it can be: forgets the answers of operations while the others still contradict each
 * other. As a forgotten answer only allows more, what is left contradicts itself, whatever the others did.
 */
public final class Shrinking {
    private static final long MOVES = 20_000_000;
    private static final long MOVES_EACH = 500_000;
    private static final int FEW = 4;

    /** What it costs to prepare a history, in moves for each of its operations. */
    private static final long COPYING = 20;

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
    public static List<KeyOperation> of(List<KeyOperation> operations, long brokenAt, long depth) {
        Shrinking shrinking = new Shrinking(
                operations.stream()
                        .filter(operation -> operation.counts())
                        .sorted(Comparator.comparingLong(KeyOperation::answered).reversed())
                        .toList(),
                depth);
        int later = shrinking.forgetFrom(brokenAt);
        shrinking.keepFew(later);
        shrinking.forget();
        return shrinking.operations.stream()
                .filter(operation -> !operation.optional())
                .sorted(Comparator.comparingLong(KeyOperation::asked))
                .toList();
    }

    /**
     * Forgets the operations that were answered after the history broke, which most likely do not matter.
     *
     * @return the number of these
     */
    private int forgetFrom(long brokenAt) {
        int later = 0;
        while (later < operations.size() && operations.get(later).answered() > brokenAt) {
            later++;
        }
        forget(0, later);
        return later;
    }

    /** Most contradictions are between operations that were answered shortly before the history broke. */
    private void keepFew(int later) {
        int few = FEW;
        while (later + few < operations.size() && !forget(later + few, operations.size())) {
            few *= 4;
        }
    }

    private void forget() {
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
                .filter(i -> !operations.get(i).optional())
                .boxed()
                .toList();
    }

    /** Returns whether the operations still contradict each other without the answers of these. */
    private boolean forget(int from, int to) {
        List<KeyOperation> part = operations.subList(from, to);
        if (budget[0] < 0 || part.stream().allMatch(KeyOperation::optional)) {
            return false;
        }
        List<KeyOperation> before = List.copyOf(part);
        part.replaceAll(KeyOperation::forgotten);
        budget[0] -= COPYING * operations.size();
        long[] each = {MOVES_EACH};
        boolean contradiction = Linearizer.judge(new KeyHistory(operations, depth), each).result == Result.IMPOSSIBLE;
        budget[0] -= MOVES_EACH - each[0];
        for (int i = 0; i < before.size() && !contradiction; i++) {
            part.set(i, before.get(i));
        }
        return contradiction;
    }
}
