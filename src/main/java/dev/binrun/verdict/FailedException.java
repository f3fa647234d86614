package dev.binrun.verdict;

import com.google.gson.JsonObject;
import dev.binrun.match.Mismatch;
import java.util.Optional;

/** Something that a scenario states does not hold. */
public final class FailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String details;
    private final transient Mismatch difference;
    private final transient JsonObject error;

    /**
     * @param message what failed, in one line
     * @param details what else helps to see why, in lines; may be empty
     */
    public FailedException(String message, String details) {
        this(message, details, null);
    }

    /** @param difference what was expected and what was there; null where it is not about that */
    public FailedException(String message, String details, Mismatch difference) {
        this(message, details, difference, null);
    }

    private FailedException(String message, String details, Mismatch difference, JsonObject error) {
        super(message, null, false, false);
        this.details = details;
        this.difference = difference;
        this.error = error;
    }

    /** The same, because a verb met an error where its step states none. */
    public FailedException because(JsonObject met) {
        return new FailedException(getMessage(), details, difference, met);
    }

    /** The error that a verb met, if that is all that is wrong: what was stated was not contradicted. */
    public Optional<JsonObject> error() {
        return Optional.ofNullable(error);
    }

    String details() {
        return details;
    }

    Optional<Mismatch> difference() {
        return Optional.ofNullable(difference);
    }
}
