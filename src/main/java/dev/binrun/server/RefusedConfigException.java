package dev.binrun.server;

import dev.binrun.server.host.ServerException;

/** A server that does not start with the configuration that was merged into its own. */
public final class RefusedConfigException extends ServerException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    /** @param reason the server's own words where it had any, in one line */
    RefusedConfigException(String reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** What is wrong with it, in one line. */
    public String reason() {
        return reason;
    }
}
