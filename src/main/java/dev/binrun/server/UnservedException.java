package dev.binrun.server;

/** Why one source has no executable for us; the search goes on with the next. */
class UnservedException extends Exception {
    private static final long serialVersionUID = 1L;

    UnservedException(String reason) {
        super(reason);
    }

    UnservedException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
