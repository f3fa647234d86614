package dev.binrun.server.host;

/** Why one source has no executable for us; the search goes on with the next. */
public class UnservedException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnservedException(String reason) {
        super(reason);
    }

    public UnservedException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
