package dev.binrun.verdict;

/** A scenario cannot be judged. This says nothing about the system under test. */
public final class BrokenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String details;

    /**
     * Creates an exception.
     *
     * @param message the reason, in one line
     * @param details more lines for the report; may be empty
     */
    public BrokenException(String message, String details) {
        super(message, null, false, false);
        this.details = details;
    }

    /** Returns more lines for the report; may be empty. */
    public String details() {
        return details;
    }
}
