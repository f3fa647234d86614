package dev.binrun.verb.object;

import com.google.gson.JsonObject;
import dev.binrun.history.PendingOperation;
import dev.binrun.jetstream.VerbFailedException;

/** Records in the history whether the stream has stored a part of an object: its info, or a chunk. */
final class ObjectPartRecorder {
    private ObjectPartRecorder() {}

    /** An acknowledgement that has not arrived yet. */
    interface PendingAck {
        /** Waits for the acknowledgement and returns it. */
        JsonObject await() throws InterruptedException;
    }

    /** Waits for the acknowledgement and returns the sequence of the stored message. */
    static long await(PendingOperation recorded, PendingAck pending) throws InterruptedException {
        return await(recorded, PendingOperation.NONE, pending);
    }

    /**
     * Waits for the acknowledgement and returns the sequence of the stored message.
     *
     * @param recorded the publish operation
     * @param before the removal of the earlier message that the stored one replaces
     */
    static long await(PendingOperation recorded, PendingOperation before, PendingAck pending)
            throws InterruptedException {
        try {
            JsonObject ack = pending.await();
            long seq = ack.get("seq").getAsLong();
            recorded.stored(ack.get("stream").getAsString(), seq);
            if (seq > 1) {
                before.ok(seq - 1);
            } else {
                before.failed();
            }
            return seq;
        } catch (VerbFailedException e) {
            e.complete(recorded);
            e.complete(before);
            throw e;
        }
    }
}
