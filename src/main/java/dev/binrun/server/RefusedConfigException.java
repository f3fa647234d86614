package dev.binrun.server;

import dev.binrun.server.host.ServerException;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** A server did not start because of the configuration that the user merged into binrun's. */
@API(status = Status.STABLE)
public final class RefusedConfigException extends ServerException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    /**
     * Creates an exception.
     *
     * @param reason the server's own words if it gave a reason, in one line
     * @param message the whole message
     * @param cause may be null
     */
    RefusedConfigException(String reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Returns the problem in one line, without the command, the log and the configuration. */
    public String reason() {
        return reason;
    }
}
