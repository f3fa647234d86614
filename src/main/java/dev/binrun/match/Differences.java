package dev.binrun.match;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Collects differences, or only counts them: counting needs no descriptions, which makes the search for a match cheap.
 */
public final class Differences {
    private final List<Mismatch> described;
    private final int enough;
    private int count;

    private Differences(List<Mismatch> described, int enough) {
        this.described = described;
        this.enough = enough;
    }

    /** Returns a collector that describes the first differences, up to a number. */
    static Differences described(int most) {
        return new Differences(new ArrayList<>(), most);
    }

    /** Returns a collector that only counts; matching can stop at a number. */
    static Differences counted(int enough) {
        return new Differences(null, enough);
    }

    /** Adds the difference between a part and its expectation, which counts as much as the expectation weighs. */
    void add(Actual where, Expected expected) {
        add(expected.weight(), () -> where.differsFrom(expected.describe()));
    }

    /** Adds a single difference. */
    void add(Supplier<Mismatch> difference) {
        add(1, difference);
    }

    /** Adds a number of differences without descriptions. */
    void count(int more) {
        count += more;
    }

    private void add(int parts, Supplier<Mismatch> difference) {
        count += parts;
        if (described != null && !enough()) {
            described.add(difference.get());
        }
    }

    /** Returns whether differences are only counted. */
    boolean onlyCounts() {
        return described == null;
    }

    /** Returns whether matching can stop. */
    boolean enough() {
        return (described == null ? count : described.size()) >= enough;
    }

    /** Returns the number of differences. */
    int count() {
        return count;
    }

    /** Returns the described differences; null if they are only counted. */
    List<Mismatch> described() {
        return described;
    }
}
