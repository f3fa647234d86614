package dev.binrun.server.host;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A nats-server could not be found, started, stopped or reached. The message states the problem, its cause and the next
 * step.
 *
 * <p>Secrets in the message are masked. If a {@link ResourceLimit} caused the failure, the message starts with it.
 */
@API(status = Status.STABLE)
public class ServerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception without a cause. */
    public ServerException(String message) {
        super(Secrets.recognized(ResourceLimit.named(message, null)));
    }

    /** Creates an exception with a cause. */
    public ServerException(String message, Throwable cause) {
        super(Secrets.recognized(ResourceLimit.named(message, cause)), cause);
    }
}
