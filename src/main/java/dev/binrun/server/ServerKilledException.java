package dev.binrun.server;

import dev.binrun.server.host.ServerException;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** A server was killed while another operation on it was running, such as a start. */
@API(status = Status.STABLE)
public final class ServerKilledException extends ServerException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception without a cause. */
    ServerKilledException(String message) {
        super(message);
    }
}
