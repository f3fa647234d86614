package dev.binrun.verb;

/** Thrown if an own verb returns a value that cannot be an answer. It is a fault of the verb, so no step can expect it. */
public final class UnusableAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableAnswerException(String message) {
        super(message);
    }
}
