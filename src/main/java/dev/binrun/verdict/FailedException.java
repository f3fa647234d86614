package dev.binrun.verdict;

import com.google.gson.JsonObject;
import dev.binrun.match.Mismatch;
import java.util.Optional;

/** A statement of a scenario does not hold. */
public final class FailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String details;
    private final transient Mismatch difference;
    private final transient JsonObject error;

    /**
     * Creates an exception that is not about a difference.
     *
     * @param message the failure, in one line
     * @param details more lines for the report; may be empty
     */
    public FailedException(String message, String details) {
        this(message, details, null);
    }

    /**
     * Creates an exception.
     *
     * @param message the failure, in one line
     * @param details more lines for the report; may be empty
     * @param difference the expected and the actual value; null if the failure is not about a difference
     */
    public FailedException(String message, String details, Mismatch difference) {
        this(message, details, difference, null);
    }

    private FailedException(String message, String details, Mismatch difference, JsonObject error) {
        super(message, null, false, false);
        this.details = details;
        this.difference = difference;
        this.error = error;
    }

    /** Returns this failure with its only cause: the error of a verb whose step does not expect one. */
    public FailedException because(JsonObject cause) {
        return new FailedException(getMessage(), details, difference, cause);
    }

    /** Returns the error of a verb if it is the only cause; then no answer contradicted a statement. */
    public Optional<JsonObject> error() {
        return Optional.ofNullable(error);
    }

    /** Returns more lines for the report; may be empty. */
    String details() {
        return details;
    }

    /** Returns the expected and the actual value; empty if the failure is not about a difference. */
    Optional<Mismatch> difference() {
        return Optional.ofNullable(difference);
    }
}
