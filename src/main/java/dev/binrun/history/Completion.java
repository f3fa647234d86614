package dev.binrun.history;

/** How an operation was answered. */
public enum Completion {
    /** The answer never came, or leaves open whether it was done. */
    UNKNOWN(OperationOutcome.UNKNOWN, "unknown"),
    OK(OperationOutcome.OK, "ok"),
    /** The stream had it already, under the same message id. */
    DUPLICATE(OperationOutcome.OK, "ok, a duplicate"),
    /** A key was read that is not there. */
    NOT_FOUND(OperationOutcome.OK, "ok, not found"),
    /** Rejected by one server of a cluster: another server that led at the same moment may have done the operation. */
    REJECTED(OperationOutcome.UNKNOWN, "rejected by one server of the cluster"),
    /** Refused, because the key's revision was not the one that was asked for. */
    CONFLICT(OperationOutcome.FAILED, "failed, wrong revision"),
    /** Refused: certainly not done. */
    FAILED(OperationOutcome.FAILED, "failed");

    private final OperationOutcome outcome;
    private final String words;

    Completion(OperationOutcome outcome, String words) {
        this.outcome = outcome;
        this.words = words;
    }

    /** What it comes to. */
    public OperationOutcome outcome() {
        return outcome;
    }

    @Override
    public String toString() {
        return words;
    }
}
