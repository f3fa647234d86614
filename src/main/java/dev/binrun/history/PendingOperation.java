package dev.binrun.history;

/**
 * An operation that waits for its answer; without one its outcome stays unknown. Only the first answer counts. Where an operation is
 * tried several times, {@link #failed} and {@link #refused} are right only if no try can have been done: after a try without an answer it is unknown.
 */
public final class PendingOperation {
    /** Of what is not recorded; answers to it go nowhere. */
    public static final PendingOperation NONE = new PendingOperation(null, -1);

    private final History history;
    private final int row;
    private boolean answered;

    /** @param row -1 if there is no place for it */
    PendingOperation(History history, int row) {
        this.history = history;
        this.row = row;
    }

    /** Done; the message's sequence or the key's revision. */
    public void ok(long seq) {
        answer(Completion.OK, seq);
    }

    /** Stored by a stream. */
    public void stored(String stream, long seq) {
        store(Completion.OK, stream, seq);
    }

    /** Not stored, because the stream has a message with the same id. */
    public void duplicate(String stream, long seq) {
        store(Completion.DUPLICATE, stream, seq);
    }

    /** A key was read. */
    public void found(long revision, byte[] value) {
        if (row >= 0 && !answered) {
            history.set(row, History.PAYLOAD, Fingerprint.of(value));
            answer(Completion.OK, revision);
        }
    }

    /** A key was read that is not there, or deleted. */
    public void notFound() {
        answer(Completion.NOT_FOUND, 0);
    }

    /** Refused by a server, because the key has another revision than expected, or is there though it should not. */
    public void conflict() {
        refused(Completion.CONFLICT);
    }

    /** Refused by a server. */
    public void refused() {
        refused(Completion.FAILED);
    }

    /** Certainly not done: no server has heard of it. */
    public void failed() {
        answer(Completion.FAILED, 0);
    }

    /** Two servers of a cluster may lead for a moment, and both receive the request: one rejects it, and the other does it. */
    private void refused(Completion answer) {
        if (row >= 0 && !history.replicated()) {
            answer(answer, 0);
        } else if (row >= 0 && history.kind(row).stores()) {
            answer(Completion.REJECTED, 0);
        }
    }

    private void store(Completion answer, String stream, long seq) {
        if (row >= 0 && !answered) {
            long client = (long) history.client(row) << 32;
            history.set(row, History.CLIENT_STREAM, client | history.names().number(stream));
            answer(answer, seq);
        }
    }

    private void answer(Completion answer, long seq) {
        if (row >= 0 && !answered) {
            answered = true;
            history.set(row, History.ANSWERED, history.now());
            if (seq != 0) {
                history.set(row, History.SEQ, seq);
            }
            history.write(row, history.kind(row), answer, history.payloadSize(row));
        }
    }
}
