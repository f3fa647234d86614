package dev.binrun.server;

import dev.binrun.server.host.ServerException;

/** A server was killed while somebody waited for it to do something else: to start, or to go on. */
public final class ServerKilledException extends ServerException {
    private static final long serialVersionUID = 1L;

    ServerKilledException(String message) {
        super(message);
    }
}
