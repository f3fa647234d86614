package dev.binrun.report;

import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The number of verdicts of each outcome. */
final class VerdictCounts {
    private VerdictCounts() {}

    /** Returns the number for every outcome, in their order. */
    static Map<Outcome, Integer> of(List<Verdict> verdicts) {
        Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            counts.put(outcome, 0);
        }
        verdicts.forEach(verdict -> counts.merge(verdict.outcome(), 1, Integer::sum));
        return counts;
    }
}
