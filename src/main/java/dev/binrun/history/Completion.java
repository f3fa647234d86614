package dev.binrun.history;

/** The response to an operation. */
public enum Completion {
    /** There was no response, or the response does not show whether the operation took effect. */
    UNKNOWN(OperationOutcome.UNKNOWN, "unknown"),
    OK(OperationOutcome.OK, "ok"),
    /** The stream already had a message with the same message id. */
    DUPLICATE(OperationOutcome.OK, "ok, a duplicate"),
    /** A read found no value. */
    NOT_FOUND(OperationOutcome.OK, "ok, not found"),
    /**
     * One server of a cluster rejected the operation; another server that led at the same time may have performed it.
     */
    REJECTED(OperationOutcome.UNKNOWN, "rejected by one server of the cluster"),
    /** The server rejected the operation because the key had another revision than expected. */
    CONFLICT(OperationOutcome.FAILED, "failed, wrong revision"),
    /** The operation certainly had no effect. */
    FAILED(OperationOutcome.FAILED, "failed");

    private final OperationOutcome outcome;
    private final String words;

    Completion(OperationOutcome outcome, String words) {
        this.outcome = outcome;
        this.words = words;
    }

    /** Returns whether the operation took effect, as far as this completion shows. */
    public OperationOutcome outcome() {
        return outcome;
    }

    /** Returns the words that a report shows. */
    @Override
    public String toString() {
        return words;
    }
}
