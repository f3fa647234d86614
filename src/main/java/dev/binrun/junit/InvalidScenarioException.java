package dev.binrun.junit;

/** A scenario that is wrong in itself, so that nothing was started; the message lists what is wrong. */
public final class InvalidScenarioException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidScenarioException(String message) {
        super(message, null, false, false);
    }
}
