package dev.binrun.engine;

/** Something that a scenario states does not hold. */
final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String details;

    /**
     * @param message what failed, in one line
     * @param details what else helps to see why, in lines; may be empty
     */
    Failed(String message, String details) {
        super(message, null, false, false);
        this.details = details;
    }

    String details() {
        return details;
    }
}
