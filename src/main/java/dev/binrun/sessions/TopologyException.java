package dev.binrun.sessions;

/** An existing stream or bucket cannot be used by the business logic. The message names the difference and the fix. */
public final class TopologyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception with the server's rejection as its cause. */
    public TopologyException(String message, Throwable cause) {
        super(message, cause);
    }
}
