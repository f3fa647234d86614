package dev.binrun.verdict;

/** The scenario's time is up, or was ended early, before a step had ended. */
public final class TimeUpException extends InterruptedException {
    private static final long serialVersionUID = 1L;

    /** @param last the last difference or error that the step observed; null if there is none */
    public TimeUpException(String last) {
        super(last);
    }
}
