package dev.binrun.junit;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** A scenario has the verdict BROKEN: it could neither pass nor fail. The message is the reason. */
@API(status = Status.STABLE)
public final class BrokenScenarioException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokenScenarioException(String message) {
        super(message, null, false, false);
    }
}
