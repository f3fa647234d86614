package dev.binrun.engine;

/** The harness cannot judge: nothing is said about the system under test. */
final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String details;

    /**
     * @param message why, in one line
     * @param details what else helps to see why, in lines; may be empty
     */
    Broken(String message, String details) {
        super(message, null, false, false);
        this.details = details;
    }

    String details() {
        return details;
    }
}
