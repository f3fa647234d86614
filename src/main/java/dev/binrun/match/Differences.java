package dev.binrun.match;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What was found to differ. One that only counts describes nothing, which is what makes looking for a match cheap. */
public final class Differences {
    private final List<Mismatch> described;
    private final int enough;
    private int count;

    private Differences(List<Mismatch> described, int enough) {
        this.described = described;
        this.enough = enough;
    }

    /** The first of them, described; nobody reads more. */
    static Differences described(int most) {
        return new Differences(new ArrayList<>(), most);
    }

    /** Their number; at this many nobody needs to look on. */
    static Differences counted(int enough) {
        return new Differences(null, enough);
    }

    /** Something else was expected here; it weighs as much as it says. */
    void add(Actual where, Expected expected) {
        add(expected.weight(), () -> where.differsFrom(expected.describe()));
    }

    /** One difference. */
    void add(Supplier<Mismatch> difference) {
        add(1, difference);
    }

    /** So many more, which nobody wants described. */
    void count(int more) {
        count += more;
    }

    private void add(int parts, Supplier<Mismatch> difference) {
        count += parts;
        if (described != null && !enough()) {
            described.add(difference.get());
        }
    }

    /** Whether they are only counted. */
    boolean onlyCounts() {
        return described == null;
    }

    /** Whether there is no need to look on. */
    boolean enough() {
        return (described == null ? count : described.size()) >= enough;
    }

    int count() {
        return count;
    }

    List<Mismatch> described() {
        return described;
    }
}
