package dev.binrun.match;

import java.util.List;

/**
 * One difference.
 *
 * @param path where in the answer, such as {@code messages[0].data}; empty for the answer itself
 * @param expected what was expected there
 * @param actual what was there
 * @param diff of lists, both beside each other, in lines; else empty
 */
public record Mismatch(String path, String expected, String actual, List<String> diff) {
    public Mismatch {
        diff = List.copyOf(diff);
    }

    public Mismatch(String path, String expected, String actual) {
        this(path, expected, actual, List.of());
    }

    /** The same below another path. */
    public Mismatch below(String parent) {
        String whole = path.isEmpty() || parent.isEmpty() || path.startsWith("[") ? parent + path : parent + "." + path;
        return new Mismatch(whole, expected, actual, diff);
    }

    @Override
    public String toString() {
        return (path.isEmpty() ? "" : path + ": ") + "expected " + expected + ", was " + actual;
    }
}
