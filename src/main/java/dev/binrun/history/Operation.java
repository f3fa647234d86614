package dev.binrun.history;

import java.util.OptionalLong;

/**
 * One operation of a client, as a history recorded it. A view of a row: it holds no data of its own, and a later
 * completion shows in it. Names are numbers of {@link History#names}; 0 stands for no name. Times are nanoseconds since
 * the start of the history. Two views of one row are equal.
 */
public final class Operation {
    /** The time of a completion that is unknown: the operation may take effect at any time after its invocation. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final OperationKind[] KINDS = OperationKind.values();
    private static final Completion[] COMPLETIONS = Completion.values();

    private final History history;
    private int row;

    Operation(History history, int row) {
        this.history = history;
        this.row = row;
    }

    /** Moves this view to another row, so that a search through a history needs no object for each row. */
    Operation at(int otherRow) {
        row = otherRow;
        return this;
    }

    /** Returns the history that recorded the operation. */
    public History history() {
        return history;
    }

    /** Returns the row in the history; a row with a greater number has a later invocation. */
    public int row() {
        return row;
    }

    /** Returns whether the row is complete; a row that another thread is writing is not. */
    boolean isWritten() {
        return (history.head(row) & 0xFF) != 0;
    }

    /** Returns the type of the request, or {@link OperationKind#DELIVER}. */
    public OperationKind kind() {
        return KINDS[(int) (history.head(row) & 0xFF) - 1];
    }

    /** Returns the response, as far as it is known. */
    public Completion completion() {
        return COMPLETIONS[(int) (history.head(row) >>> 8) & 0xFF];
    }

    /** Returns whether the operation took effect. */
    public boolean isOk() {
        return completion().outcome() == OperationOutcome.OK;
    }

    /** Returns whether the operation certainly had no effect. */
    public boolean hasFailed() {
        return completion().outcome() == OperationOutcome.FAILED;
    }

    /** Returns whether the operation may have taken effect, or may still do so. */
    public boolean isUnknown() {
        return completion().outcome() == OperationOutcome.UNKNOWN;
    }

    /** Returns whether the stream answered that it already had a message with the same id. */
    public boolean isDuplicate() {
        return completion() == Completion.DUPLICATE;
    }

    /** Returns the number of the client that performed the operation. */
    public int client() {
        return (int) (history.get(row, History.CLIENT_STREAM) >>> 32);
    }

    /** Returns the name of the client that performed the operation. */
    public String clientName() {
        return history.names().name(client());
    }

    /** Returns the stream; 0 if it is unknown, as for a publish without an acknowledgement. */
    public int stream() {
        return (int) history.get(row, History.CLIENT_STREAM);
    }

    /** Returns the subject of a message or key, or the filter of a removal. */
    public int subject() {
        return (int) (history.get(row, History.SUBJECT_SCOPE) >>> 32);
    }

    /** Returns the name of {@link #subject}. */
    public String subjectName() {
        return history.names().name(subject());
    }

    /** Returns the consumer of a delivery, of its acknowledgement, or of a removal or reset; 0 for none. */
    public int consumer() {
        return (int) history.get(row, History.SUBJECT_SCOPE);
    }

    /** Returns the time to live of a published message in seconds; 0 if it sets none, -1 if it never expires. */
    public int ttlSeconds() {
        return (int) history.get(row, History.SUBJECT_SCOPE);
    }

    /** Returns the time of the request; of a delivery, the time when the client received it. */
    public long invokedAt() {
        return history.get(row, History.INVOKED);
    }

    /** Returns the time of the response; {@link #NEVER} if the outcome is unknown. */
    public long completedAt() {
        if (kind() == OperationKind.DELIVER) {
            return invokedAt();
        }
        return isUnknown() ? NEVER : history.get(row, History.COMPLETED);
    }

    /**
     * Returns the message's sequence in its stream, or the key's revision. For a removal, the last sequence that it
     * removes; 0 for all.
     */
    public long sequence() {
        return history.get(row, History.SEQUENCE);
    }

    /** Returns the fingerprint of the message id; 0 if there is none. */
    public long messageId() {
        return switch (kind()) {
            case PUBLISH -> history.get(row, History.EXTRA);
            case DELIVER -> history.get(row, History.DELIVERED_ID);
            default -> 0;
        };
    }

    /** Returns the fingerprint of the payload; 0 if it is unknown. */
    public long payload() {
        return history.get(row, History.PAYLOAD);
    }

    /** Returns the size of the payload in bytes. */
    public int payloadSize() {
        return (int) (history.head(row) >>> 32);
    }

    /** Returns the revision that a write to a key expects; empty if it accepts any. */
    public OptionalLong expectedRevision() {
        long expected = history.get(row, History.EXTRA);
        return expected < 0 ? OptionalLong.empty() : OptionalLong.of(expected);
    }

    /** Returns whether this is a removal of one message by its sequence. */
    public boolean removesOne() {
        return removes(History.SINGLE);
    }

    /** Returns whether this is a removal of the stream itself, with its consumers. */
    public boolean removesStream() {
        return removes(History.WHOLE);
    }

    /** Returns whether this sets a consumer to another position: to {@link #sequence}, if that is not 0. */
    public boolean resetsConsumer() {
        return removes(History.RESET);
    }

    /**
     * Returns the number of newest messages that a removal leaves in the stream; 0 if it leaves none of those that
     * match.
     */
    public long keeps() {
        return kind() == OperationKind.REMOVE ? Math.max(0, history.get(row, History.EXTRA)) : 0;
    }

    /** Returns the limits that a {@link OperationKind#CONFIGURE} requests. */
    public StreamLimits limits() {
        return history.limits((int) history.get(row, History.EXTRA));
    }

    /** Returns the consumer sequence of a delivery; 0 if it is unknown. */
    public long consumerSequence() {
        return history.get(row, History.EXTRA);
    }

    /** Returns the delivery count that the server sent with a delivery; the first delivery has 1. */
    public int deliveryCount() {
        return (int) (history.head(row) >>> 32);
    }

    /**
     * Returns the subscription that received a delivery; {@link Delivery#OWN} if no other client can have received it.
     */
    public int subscription() {
        return (int) (history.head(row) >>> 16) & History.MOST_SUBSCRIPTIONS;
    }

    private boolean removes(long extent) {
        return kind() == OperationKind.REMOVE && history.get(row, History.EXTRA) == extent;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Operation that && row == that.row && history == that.history;
    }

    @Override
    public int hashCode() {
        return row;
    }
}
