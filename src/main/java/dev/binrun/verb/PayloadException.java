package dev.binrun.verb;

/** What a step was to send cannot be made: that says nothing about the system under test, so no {@code error} holds of it. */
public final class PayloadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PayloadException(String message) {
        super(message, null, false, false);
    }
}
