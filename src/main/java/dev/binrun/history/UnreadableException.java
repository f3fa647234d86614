package dev.binrun.history;

/** Something could not be read at the end, so that nothing can be said of it. */
public final class UnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean mixed;

    /** @param message what, and why */
    public UnreadableException(String message) {
        this(message, false);
    }

    private UnreadableException(String message, boolean mixed) {
        super(message);
        this.mixed = mixed;
    }

    /** There are several things of a name, and the history does not tell them apart either. */
    public static UnreadableException mixed(String message) {
        return new UnreadableException(message, true);
    }

    /** Whether the history cannot be judged either. */
    public boolean isMixed() {
        return mixed;
    }
}
