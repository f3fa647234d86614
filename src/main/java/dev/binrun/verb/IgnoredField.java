package dev.binrun.verb;

/** A server that ignored a field of a configuration: nothing that comes after can be judged. */
public final class IgnoredField extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public IgnoredField(String message) {
        super(message, null, false, false);
    }
}
