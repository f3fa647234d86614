package dev.binrun.server.host;

/** A nats-server that could not be found, started or stopped; the message says what, why and what to do next. */
public class ServerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ServerException(String message) {
        super(Secrets.recognized(ResourceLimit.named(message, null)));
    }

    public ServerException(String message, Throwable cause) {
        super(Secrets.recognized(ResourceLimit.named(message, cause)), cause);
    }
}
