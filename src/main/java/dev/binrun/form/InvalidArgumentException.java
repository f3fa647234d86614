package dev.binrun.form;

/**
 * Thrown by a record's constructor if its arguments contradict each other; carries the name of the argument to report.
 */
public final class InvalidArgumentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String argument;

    /**
     * @param argument the argument's name in the scenario
     * @param message the violated rule and the value found
     */
    public InvalidArgumentException(String argument, String message) {
        super(message);
        this.argument = argument;
    }

    /** Returns the argument's name in the scenario. */
    public String argument() {
        return argument;
    }
}
