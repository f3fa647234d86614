package dev.binrun.verb.object;

import com.google.gson.JsonObject;
import dev.binrun.history.PendingOperation;
import dev.binrun.jetstream.VerbFailedException;

/** What a stream answers when it has stored a part of an object, as the history has it. */
final class ObjectPartRecorder {
    private ObjectPartRecorder() {}

    /** An answer that is waited for. */
    interface Answer {
        JsonObject await() throws InterruptedException;
    }

    /** Waits for the answer; what it says is its sequence. */
    static long await(PendingOperation recorded, Answer answer) throws InterruptedException {
        return await(recorded, PendingOperation.NONE, answer);
    }

    /**
     * The same.
     *
     * @param before what is removed when it is stored: what was before it
     */
    static long await(PendingOperation recorded, PendingOperation before, Answer answer) throws InterruptedException {
        try {
            JsonObject ack = answer.await();
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
