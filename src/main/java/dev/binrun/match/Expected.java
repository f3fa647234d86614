package dev.binrun.match;

import com.google.gson.JsonElement;
import java.util.List;

/** The expectation of an answer or of a part of one. */
public interface Expected {
    /** The largest number of described differences. */
    int MOST_DIFFERENCES = 1_000;

    /** Matches a part of an answer and adds every difference. */
    void match(Actual actual, Differences differences);

    /** Returns whether this also holds for an absent key, because the server omits empty values. */
    boolean holdsOfAbsent();

    /** Returns the expectation in a few words. */
    String describe();

    /** Returns the number of scalars in the expectation, by which differences are weighed. */
    default int weight() {
        return 1;
    }

    /** Returns the differences of an answer, at most {@link #MOST_DIFFERENCES}; empty if it matches. */
    default List<Mismatch> differences(JsonElement answer) {
        Differences differences = Differences.described(MOST_DIFFERENCES);
        match(Actual.of(answer), differences);
        return differences.described();
    }

    /** Returns whether an answer matches. */
    default boolean holds(JsonElement answer) {
        return matches(Actual.of(answer));
    }

    /** Returns whether a part of an answer matches. */
    default boolean matches(Actual actual) {
        return distance(actual, 1) == 0;
    }

    /** Returns the number of differences of a part of an answer; counting can stop at {@code enough}. */
    default int distance(Actual actual, int enough) {
        Differences differences = Differences.counted(enough);
        match(actual, differences);
        return differences.count();
    }
}
