package dev.binrun.history;

/** Something could not be read at the end, so that nothing can be said of it. */
public final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param message what, and why */
    public Unreadable(String message) {
        super(message);
    }
}
