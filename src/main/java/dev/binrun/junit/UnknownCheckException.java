package dev.binrun.junit;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** A check of {@link NatsChecks} can neither hold nor be violated. The message is the reason, with the fix. */
@API(status = Status.EXPERIMENTAL)
public final class UnknownCheckException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownCheckException(String message) {
        super(message);
    }
}
