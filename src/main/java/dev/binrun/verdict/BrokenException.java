package dev.binrun.verdict;

/** The harness cannot judge: nothing is said about the system under test. */
public final class BrokenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String details;

    /**
     * @param message why, in one line
     * @param details what else helps to see why, in lines; may be empty
     */
    public BrokenException(String message, String details) {
        super(message, null, false, false);
        this.details = details;
    }

    public String details() {
        return details;
    }
}
