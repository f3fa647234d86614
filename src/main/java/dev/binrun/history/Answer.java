package dev.binrun.history;

/** How an operation was answered. */
public enum Answer {
    /** The answer never came, or leaves open whether it was done. */
    UNKNOWN(Outcome.UNKNOWN, "unknown"),
    OK(Outcome.OK, "ok"),
    /** The stream had it already, under the same message id. */
    DUPLICATE(Outcome.OK, "ok, a duplicate"),
    /** A key was read that is not there. */
    NOT_FOUND(Outcome.OK, "ok, not found"),
    /** Rejected by one server of a cluster: another server that led at the same moment may have done the operation. */
    REJECTED(Outcome.UNKNOWN, "rejected by one server of the cluster"),
    /** Refused, because the key's revision was not the one that was asked for. */
    CONFLICT(Outcome.FAILED, "failed, wrong revision"),
    /** Refused: certainly not done. */
    FAILED(Outcome.FAILED, "failed");

    private final Outcome outcome;
    private final String words;

    Answer(Outcome outcome, String words) {
        this.outcome = outcome;
        this.words = words;
    }

    /** What it comes to. */
    public Outcome outcome() {
        return outcome;
    }

    @Override
    public String toString() {
        return words;
    }
}
