package dev.binrun.junit;

/** A scenario that could not be judged: it neither passed nor failed; the message says why. */
public final class BrokenScenario extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokenScenario(String message) {
        super(message, null, false, false);
    }
}
