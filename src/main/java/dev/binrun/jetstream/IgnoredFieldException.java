package dev.binrun.jetstream;

/** A server that ignored a field of a configuration: nothing that comes after can be judged. */
public final class IgnoredFieldException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public IgnoredFieldException(String message) {
        super(message, null, false, false);
    }
}
