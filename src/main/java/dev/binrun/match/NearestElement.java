package dev.binrun.match;

import dev.binrun.form.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the element of a list that is nearest to a pattern: with the fewest differing parts, then with the fewest
 * edits.
 */
final class NearestElement {
    /** The number of equally near elements whose texts are compared. */
    private static final int COMPARED = 1_000;

    private NearestElement() {}

    /** Returns the first difference of the nearest candidate; empty without candidates. */
    static Optional<Mismatch> difference(Expected pattern, List<Actual> candidates) {
        int least = Integer.MAX_VALUE;
        List<Actual> nearest = new ArrayList<>();
        for (Actual candidate : candidates) {
            int distance = pattern.distance(candidate, least == Integer.MAX_VALUE ? least : least + 1);
            if (distance < least) {
                nearest.clear();
                least = distance;
            }
            if (distance == least && nearest.size() < COMPARED) {
                nearest.add(candidate);
            }
        }
        Mismatch best = null;
        int fewest = Integer.MAX_VALUE;
        for (Actual candidate : nearest) {
            Mismatch first = first(pattern, candidate);
            int edits = Nearest.distance(first.expected(), first.actual());
            if (best == null || edits < fewest) {
                best = first;
                fewest = edits;
            }
        }
        return Optional.ofNullable(best);
    }

    private static Mismatch first(Expected pattern, Actual candidate) {
        Differences differences = Differences.described(1);
        pattern.match(candidate, differences);
        return differences.described().get(0);
    }
}
