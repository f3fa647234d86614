package dev.binrun.form;

/** Thrown by a record's constructor when arguments do not fit each other; names the argument to point at. */
public final class InvalidArgumentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String argument;

    /**
     * @param argument the argument's name as the scenario writes it
     * @param message what is wrong: rule, what was there
     */
    public InvalidArgumentException(String argument, String message) {
        super(message);
        this.argument = argument;
    }

    public String argument() {
        return argument;
    }
}
