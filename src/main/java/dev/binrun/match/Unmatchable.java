package dev.binrun.match;

/** An answer that cannot be held against what was expected, so that neither can be said of it: that it matches, or that it does not. */
public final class Unmatchable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unmatchable(String message) {
        super(message, null, false, false);
    }
}
