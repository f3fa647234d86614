package dev.binrun.verb;

/**
 * Thrown if the payload of a step cannot be built. This shows nothing about the system under test, so no {@code error}
 * expects it.
 */
public final class PayloadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception with the reason as its message. */
    public PayloadException(String message) {
        super(message, null, false, false);
    }
}
