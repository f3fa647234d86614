package dev.binrun.verb.message;

import com.google.gson.JsonObject;
import dev.binrun.jetstream.VerbFailedException;

/** Counts the outcomes of the messages of one {@code pub} with a count. */
final class PubTally {
    private long acked;
    private long failed;
    private long unknown;
    private long duplicates;
    private long firstSeq;
    private long lastSeq;
    private VerbFailedException firstError;

    /** Counts an acknowledged message. */
    void acked(PubAck ack) {
        firstSeq = acked == 0 ? ack.seq() : Math.min(firstSeq, ack.seq());
        lastSeq = Math.max(lastSeq, ack.seq());
        duplicates += ack.duplicate() ? 1 : 0;
        acked++;
    }

    /**
     * Counts a message that was not acknowledged.
     *
     * @param once whether it was tried only once: then a message that no server received is certainly not stored
     */
    void failed(VerbFailedException error, boolean once) {
        firstError = firstError == null ? error : firstError;
        if (error.outcomeUnknown() && !(once && error.reachedNoServer())) {
            unknown++;
        } else {
            failed++;
        }
    }

    /**
     * Returns the counts.
     *
     * @throws VerbFailedException the first error, if messages were not acknowledged and {@code partial} is false
     */
    JsonObject answer(long count, boolean partial) {
        if (firstError != null && !partial) {
            throw firstError.with(": " + (count - acked) + " of " + count + " not acknowledged (" + failed + " failed, "
                    + unknown + " unknown" + notSent(count - acked - failed - unknown) + ")");
        }
        JsonObject answer = new JsonObject();
        answer.addProperty("acked", acked);
        answer.addProperty("failed", failed);
        answer.addProperty("unknown", unknown);
        answer.addProperty("first_seq", firstSeq);
        answer.addProperty("last_seq", lastSeq);
        answer.addProperty("duplicates", duplicates);
        return answer;
    }

    private static String notSent(long count) {
        return count == 0 ? "" : ", " + count + " not sent";
    }
}
