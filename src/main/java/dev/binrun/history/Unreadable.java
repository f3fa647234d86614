package dev.binrun.history;

/** Something could not be read at the end, so that nothing can be said of it. */
public final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean mixed;

    /** @param message what, and why */
    public Unreadable(String message) {
        this(message, false);
    }

    private Unreadable(String message, boolean mixed) {
        super(message);
        this.mixed = mixed;
    }

    /** There are several things of a name, and the history does not tell them apart either. */
    public static Unreadable mixed(String message) {
        return new Unreadable(message, true);
    }

    /** Whether the history cannot be judged either. */
    public boolean isMixed() {
        return mixed;
    }
}
