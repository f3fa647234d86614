package dev.binrun.check.linear;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Removes states from a search that allow nothing that another state does not allow.
 *
 * @param budget the number of moves that may still be tried, in its only element
 */
record Dominance(Register register, long[] budget) {
    /**
     * Returns the states that no other state dominates by using fewer writes of unknown outcome.
     *
     * @param beam the greatest number of states
     */
    Set<SearchState> best(Set<SearchState> all, int beam) {
        if (all.size() < 2) {
            return all;
        }
        List<SearchState> fewestFirst = new ArrayList<>(all);
        fewestFirst.sort(Comparator.comparingInt(state -> state.used().sum()));
        List<SearchState> kept = new ArrayList<>();
        for (SearchState state : fewestFirst) {
            if (kept.size() >= beam) {
                break;
            }
            budget[0] -= kept.size();
            if (kept.stream().noneMatch(other -> dominates(other, state))) {
                kept.add(state);
            }
        }
        return new LinkedHashSet<>(kept);
    }

    private boolean dominates(SearchState a, SearchState b) {
        if (a.seen() != b.seen()
                || a.least() > b.least()
                || register.unseen(a) != register.unseen(b)
                || a.last() < 0 != b.last() < 0
                || register.hasValue(a) != register.hasValue(b)) {
            return false;
        }
        if (!a.used().atMost(b.used())) {
            return false;
        }
        for (int i = 0; i < a.done().length; i++) {
            if ((b.done()[i] & ~a.done()[i]) != 0) {
                return false;
            }
        }
        return true;
    }
}
