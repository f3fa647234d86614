package dev.binrun.engine;

import java.util.Locale;

/** A connection that could not be made; the message says why, in the server's words where it has said it. */
final class RefusedConnection extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedConnection(String reason) {
        super(reason, null, false, false);
    }

    /** Whether because of who the client is, or is not. */
    boolean denied() {
        String reason = getMessage().toLowerCase(Locale.ROOT);
        return reason.contains("authorization") || reason.contains("authentication");
    }
}
