package dev.binrun.verb;

/** What is to be sent cannot be made, so nothing was sent: nothing is proved by it, whatever error was expected. */
public final class NoPayload extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoPayload(String message) {
        super(message, null, false, false);
    }
}
