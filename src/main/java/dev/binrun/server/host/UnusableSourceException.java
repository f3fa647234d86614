package dev.binrun.server.host;

/** Why one source has no executable for us; the search goes on with the next. */
public class UnusableSourceException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnusableSourceException(String reason) {
        super(reason);
    }

    public UnusableSourceException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
