package dev.binrun.verb;

/** Thrown if an own verb returns a value that cannot be an answer. No step can expect it: the verb is wrong. */
public final class UnusableAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableAnswerException(String message) {
        super(message);
    }
}
