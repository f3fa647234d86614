package dev.binrun.history;

/** Thrown if a part of the final state cannot be read. */
public final class UnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean ambiguous;

    /** @param message which part cannot be read, and why */
    public UnreadableException(String message) {
        this(message, false);
    }

    private UnreadableException(String message, boolean ambiguous) {
        super(message);
        this.ambiguous = ambiguous;
    }

    /** Returns an exception for a name that several assets share, which the history cannot tell apart either. */
    public static UnreadableException ambiguous(String message) {
        return new UnreadableException(message, true);
    }

    /** Returns whether the history of the name cannot be judged either. */
    public boolean isAmbiguous() {
        return ambiguous;
    }
}
