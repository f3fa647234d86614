package dev.binrun.form;

/** Thrown if a {@code ${…}} leads nowhere, or to a value that cannot be used in its place. */
public final class UnknownNameException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnknownNameException(String message) {
        super(message);
    }
}
