package dev.binrun.report;

import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

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

    /** Returns the numbers that are not 0, such as {@code 2 passed, 1 failed}. */
    static String words(List<Verdict> verdicts) {
        return of(verdicts).entrySet().stream()
                .filter(count -> count.getValue() > 0)
                .map(count -> count.getValue() + " " + count.getKey().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }
}
