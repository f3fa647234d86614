package dev.binrun.junit;

/** A scenario has the verdict INVALID, so nothing was started. The message lists its problems. */
public final class InvalidScenarioException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidScenarioException(String message) {
        super(message, null, false, false);
    }
}
