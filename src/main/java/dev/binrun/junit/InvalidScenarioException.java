package dev.binrun.junit;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** A scenario has the verdict INVALID, so nothing was started. The message lists its problems. */
@API(status = Status.STABLE)
public final class InvalidScenarioException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidScenarioException(String message) {
        super(message, null, false, false);
    }
}
