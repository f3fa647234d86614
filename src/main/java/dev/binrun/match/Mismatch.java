package dev.binrun.match;

/**
 * One difference.
 *
 * @param path where in the answer, such as {@code messages[0].data}; empty for the answer itself
 * @param expected what was expected there
 * @param actual what was there
 */
public record Mismatch(String path, String expected, String actual) {
    @Override
    public String toString() {
        return (path.isEmpty() ? "" : path + ": ") + "expected " + expected + ", was " + actual;
    }
}
