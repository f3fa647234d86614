package dev.binrun.engine.client;

import java.util.Locale;

/** A client could not connect. */
final class RefusedConnectionException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean answered;

    /**
     * @param reason the error of the server or of the client library
     * @param answered whether the server replied
     */
    RefusedConnectionException(String reason, boolean answered) {
        super(reason, null, false, false);
        this.answered = answered;
    }

    /** Returns whether the server replied. */
    boolean answered() {
        return answered;
    }

    /**
     * Returns whether the server rejected the client's identity. It has no error code, only a text (client.go,
     * authViolation).
     */
    boolean denied() {
        String reason = getMessage().toLowerCase(Locale.ROOT);
        return answered && (reason.contains("authorization") || reason.contains("authentication"));
    }
}
