package dev.binrun.match;

import com.google.gson.JsonElement;
import java.util.List;

/** What an answer, or a part of one, must look like. */
public interface Expected {
    /** How many differences are named at most. */
    int MOST_DIFFERENCES = 1_000;

    /** Holds what is there against this and adds every difference. */
    void match(Actual actual, Differences differences);

    /** Whether this also holds of a key that is not there, because the server leaves out what is empty. */
    boolean holdsOfAbsent();

    /** What is expected, in a few words. */
    String describe();

    /** How many scalars it speaks of: of two elements the one that differs in fewer parts is nearer. */
    default int weight() {
        return 1;
    }

    /** Every difference between an answer and this, the first thousand of them; none if it matches. */
    default List<Mismatch> differences(JsonElement answer) {
        Differences differences = Differences.described(MOST_DIFFERENCES);
        match(Actual.of(answer), differences);
        return differences.described();
    }

    /** Whether an answer matches. */
    default boolean holds(JsonElement answer) {
        return matches(Actual.of(answer));
    }

    /** Whether a part of an answer matches. */
    default boolean matches(Actual actual) {
        return distance(actual, 1) == 0;
    }

    /** In how many parts a part of an answer differs; at this many nobody looks on. */
    default int distance(Actual actual, int enough) {
        Differences differences = Differences.counted(enough);
        match(actual, differences);
        return differences.count();
    }
}
