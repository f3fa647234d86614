package dev.binrun.junit;

/** A scenario that could not be judged: it neither passed nor failed; the message says why. */
public final class BrokenScenarioException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokenScenarioException(String message) {
        super(message, null, false, false);
    }
}
