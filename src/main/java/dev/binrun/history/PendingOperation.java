package dev.binrun.history;

/**
 * An operation that waits for its completion; without one, its outcome stays unknown. Only the first completion counts.
 * If a client sends a request several times, {@link #failed} and {@link #refused} are right only if no attempt can have
 * taken effect. After an attempt without a response, the outcome is unknown.
 */
public final class PendingOperation {
    /** An operation that is not recorded; its completion has no effect. */
    public static final PendingOperation NONE = new PendingOperation(null, -1);

    private final History history;
    private final int row;
    private boolean completed;

    /** @param row -1 if the operation is not recorded */
    PendingOperation(History history, int row) {
        this.history = history;
        this.row = row;
    }

    /** Records success, with the message's sequence or the key's revision; 0 if there is none. */
    public void ok(long sequence) {
        complete(Completion.OK, sequence);
    }

    /** Records that a stream stored the message. */
    public void stored(String stream, long sequence) {
        store(Completion.OK, stream, sequence);
    }

    /** Records that a stream already had a message with the same id, at a sequence. */
    public void duplicate(String stream, long sequence) {
        store(Completion.DUPLICATE, stream, sequence);
    }

    /** Records the value that a read returned. */
    public void found(long revision, byte[] value) {
        if (row >= 0 && !completed) {
            history.set(row, History.PAYLOAD, Fingerprint.of(value));
            complete(Completion.OK, revision);
        }
    }

    /** Records that a read found no value, or a deleted key. */
    public void notFound() {
        complete(Completion.NOT_FOUND, 0);
    }

    /** Records that a server rejected a write because the key had another revision than expected. */
    public void conflict() {
        refused(Completion.CONFLICT);
    }

    /** Records that a server rejected the request. */
    public void refused() {
        refused(Completion.FAILED);
    }

    /** Records that the request certainly had no effect because no server received it. */
    public void failed() {
        complete(Completion.FAILED, 0);
    }

    /**
     * Two servers of a cluster may lead at the same time and both receive the request: one rejects it, the other
     * performs it.
     */
    private void refused(Completion completion) {
        if (row >= 0 && !history.isReplicated()) {
            complete(completion, 0);
        } else if (row >= 0 && operation().kind().stores()) {
            complete(Completion.REJECTED, 0);
        }
    }

    private void store(Completion completion, String stream, long sequence) {
        if (row >= 0 && !completed) {
            long client = (long) operation().client() << 32;
            history.set(row, History.CLIENT_STREAM, client | history.names().number(stream));
            complete(completion, sequence);
        }
    }

    private void complete(Completion completion, long sequence) {
        if (row >= 0 && !completed) {
            completed = true;
            history.set(row, History.COMPLETED, history.now());
            if (sequence != 0) {
                history.set(row, History.SEQUENCE, sequence);
            }
            history.write(row, operation().kind(), completion, operation().payloadSize());
        }
    }

    private Operation operation() {
        return history.operation(row);
    }
}
