package dev.binrun.history;

/** One message of the state of a stream. A view: it holds no data of its own. */
public final class StreamMessage {
    private final StreamState state;
    private int index;

    StreamMessage(StreamState state, int index) {
        this.state = state;
        this.index = index;
    }

    /** Moves this view to the next message, so that a comparison of streams needs no object for each message. */
    public void moveOn() {
        index++;
    }

    /** Returns whether there is a message: whether this view was not moved beyond the last one. */
    public boolean exists() {
        return index < state.size();
    }

    /** Returns the place of the message in the stream, counted from 0. */
    public int index() {
        return index;
    }

    /** Returns the state of the stream with this message. */
    public StreamState state() {
        return state;
    }

    /** Returns the sequence in the stream. */
    public long sequence() {
        return state.data().sequences[index];
    }

    /** Returns the number of the subject in the history's names. */
    public int subject() {
        return state.data().subjects[index];
    }

    /** Returns the fingerprint of the payload. */
    public long payload() {
        return state.data().payloads[index];
    }

    /** Returns the fingerprint of the message id; 0 if there is none. */
    public long messageId() {
        return state.data().messageIds[index];
    }

    /** Returns the time at which the stream stored the message, in nanoseconds since 1970. */
    public long time() {
        return state.data().times[index];
    }

    /** Returns the fingerprint of all headers; 0 if there are none. */
    public long headers() {
        return state.data().headers[index];
    }

    /** Returns the time to live in seconds; 0 if the message sets none, -1 if it never expires. */
    public int ttlSeconds() {
        return state.data().ttls[index];
    }

    /** Returns whether another message has the same payload, id and headers; its subject and time may differ. */
    public boolean hasContentOf(StreamMessage other) {
        return payload() == other.payload() && messageId() == other.messageId() && headers() == other.headers();
    }
}
