package dev.binrun.match;

import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.List;

/** What an answer, or a part of one, must look like. */
public interface Expected {
    /** Holds what is there against this and adds every difference. */
    void match(Actual actual, List<Mismatch> differences);

    /** Whether this also holds of a key that is not there, because the server leaves out what is empty. */
    boolean holdsOfAbsent();

    /** What is expected, in a few words. */
    String describe();

    /** Every difference between an answer and this; none if it matches. */
    default List<Mismatch> differences(JsonElement answer) {
        List<Mismatch> differences = new ArrayList<>();
        match(new Actual("", answer, false), differences);
        return differences;
    }

    /** Whether a part of an answer matches. */
    default boolean matches(Actual actual) {
        List<Mismatch> differences = new ArrayList<>();
        match(actual, differences);
        return differences.isEmpty();
    }
}
