package dev.binrun.match;

import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * One difference between an answer and its expectation.
 *
 * @param path the path in the answer, such as {@code messages[0].data}; empty for the whole answer
 * @param expected the expected value, in words
 * @param actual the actual value, in words
 * @param diff the lines of a diff of two lists; empty for other values
 */
@API(status = Status.EXPERIMENTAL)
public record Mismatch(String path, String expected, String actual, List<String> diff) {
    public Mismatch {
        diff = List.copyOf(diff);
    }

    /** Creates a difference without a diff. */
    public Mismatch(String path, String expected, String actual) {
        this(path, expected, actual, List.of());
    }

    /** Returns this difference with its path below another one. */
    public Mismatch below(String parent) {
        String whole = path.isEmpty() || parent.isEmpty() || path.startsWith("[") ? parent + path : parent + "." + path;
        return new Mismatch(whole, expected, actual, diff);
    }

    @Override
    public String toString() {
        return (path.isEmpty() ? "" : path + ": ") + "expected " + expected + ", was " + actual;
    }
}
