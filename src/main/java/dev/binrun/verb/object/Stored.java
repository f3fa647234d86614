package dev.binrun.verb.object;

import com.google.gson.JsonObject;
import dev.binrun.history.Asked;
import dev.binrun.verb.VerbFailed;

/** What a stream answers when it has stored a part of an object, as the history has it. */
final class Stored {
    private Stored() {}

    /** An answer that is waited for. */
    interface Answer {
        JsonObject await() throws InterruptedException;
    }

    /** Waits for the answer; what it says is its sequence. */
    static long await(Asked recorded, Answer answer) throws InterruptedException {
        return await(recorded, Asked.NONE, answer);
    }

    /**
     * The same.
     *
     * @param before what is removed when it is stored: what was before it
     */
    static long await(Asked recorded, Asked before, Answer answer) throws InterruptedException {
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
        } catch (VerbFailed e) {
            e.tell(recorded);
            e.tell(before);
            throw e;
        }
    }
}
