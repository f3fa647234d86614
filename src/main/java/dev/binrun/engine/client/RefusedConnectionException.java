package dev.binrun.engine.client;

import java.util.Locale;

/** A connection that could not be made. */
final class RefusedConnectionException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean answered;

    /**
     * @param reason why; in the server's words if it answered
     * @param answered whether the server, or the client library, said it; else no answer came
     */
    RefusedConnectionException(String reason, boolean answered) {
        super(reason, null, false, false);
        this.answered = answered;
    }

    boolean answered() {
        return answered;
    }

    /** Returns whether the server rejected the client's identity; it has no code for that, only its words (client.go, authViolation). */
    boolean denied() {
        String reason = getMessage().toLowerCase(Locale.ROOT);
        return answered && (reason.contains("authorization") || reason.contains("authentication"));
    }
}
