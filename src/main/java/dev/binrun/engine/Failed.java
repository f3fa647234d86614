package dev.binrun.engine;

import dev.binrun.match.Mismatch;
import java.util.Optional;

/** Something that a scenario states does not hold. */
final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String details;
    private final transient Mismatch difference;

    /**
     * @param message what failed, in one line
     * @param details what else helps to see why, in lines; may be empty
     */
    Failed(String message, String details) {
        this(message, details, null);
    }

    /** @param difference what was expected and what was there; null where it is not about that */
    Failed(String message, String details, Mismatch difference) {
        super(message, null, false, false);
        this.details = details;
        this.difference = difference;
    }

    String details() {
        return details;
    }

    Optional<Mismatch> difference() {
        return Optional.ofNullable(difference);
    }
}
