package dev.binrun.form;

/** Thrown if a text cannot be matched in time, so neither a match nor a mismatch is proved. */
public final class UnmatchableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnmatchableException(String message) {
        super(message, null, false, false);
    }
}
