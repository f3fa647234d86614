package dev.binrun.server;

import dev.binrun.server.host.ServerException;

/** A server was killed while another operation on it was running, such as a start. */
public final class ServerKilledException extends ServerException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception without a cause. */
    ServerKilledException(String message) {
        super(message);
    }
}
