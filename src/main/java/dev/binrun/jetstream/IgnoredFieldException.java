package dev.binrun.jetstream;

/** Thrown if a server ignored a field of a configuration or a request, which makes the scenario BROKEN. */
public final class IgnoredFieldException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception with the server's version and the fields in its message. */
    public IgnoredFieldException(String message) {
        super(message, null, false, false);
    }
}
