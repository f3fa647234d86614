package dev.binrun.check.linear;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which of the ways that a key may stand need not be followed. */
final class Dominance {
    private final Register register;
    private final long[] budget;

    /** @param budget how many moves may still be tried, in its only element */
    Dominance(Register register, long[] budget) {
        this.register = register;
        this.budget = budget;
    }

    /** Leaves out what another configuration can do too, with fewer of the writes of unknown outcome. */
    Set<SearchState> best(Set<SearchState> all, int beam) {
        if (all.size() < 2) {
            return all;
        }
        List<SearchState> fewestFirst = new ArrayList<>(all);
        fewestFirst.sort(
                Comparator.comparingInt(configuration -> configuration.used().sum()));
        List<SearchState> kept = new ArrayList<>();
        for (SearchState each : fewestFirst) {
            if (kept.size() >= beam) {
                break;
            }
            budget[0] -= kept.size();
            if (kept.stream().noneMatch(other -> dominates(other, each))) {
                kept.add(each);
            }
        }
        return new LinkedHashSet<>(kept);
    }

    private boolean dominates(SearchState a, SearchState b) {
        if (a.slot() != b.slot()
                || a.least() > b.least()
                || register.unseen(a) != register.unseen(b)
                || a.last() < 0 != b.last() < 0
                || register.there(a) != register.there(b)) {
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
