package dev.binrun.sessions;

/** A stream that is there in a form that the business logic cannot work with; the message says what differs and what to do. */
public final class TopologyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TopologyException(String message, Throwable cause) {
        super(message, cause);
    }
}
