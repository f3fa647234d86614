package dev.binrun.form;

/** A {@code ${…}} that leads nowhere, or to something that cannot be used there. */
public final class UnknownNameException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnknownNameException(String message) {
        super(message);
    }
}
