package dev.binrun.verb.message;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.binrun.form.JsonFields;
import dev.binrun.history.PendingOperation;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.VerbFailedException;
import io.nats.client.Message;
import java.util.Optional;

/**
 * The acknowledgement of a publish by a stream.
 *
 * @param tree the reply
 * @param stream the name of the stream; empty in the reply to a message of a batch that does not end it (ADR-50)
 * @param seq the sequence of the message; 0 if it has none yet
 * @param duplicate whether the stream had the message already
 */
record PubAck(JsonObject tree, String stream, long seq, boolean duplicate) {
    private static final int SHOWN = 100;

    /**
     * Reads a reply.
     *
     * @param ofBatch whether it is for a message of a batch: the reply to one that does not end it is empty (ADR-50)
     * @throws VerbFailedException if it is an error, or not an acknowledgement
     */
    static PubAck by(String subject, Message reply, boolean ofBatch) {
        if (reply.getData().length > 0) {
            return of(parsed(subject, reply));
        }
        if (ofBatch) {
            return of(new JsonObject());
        }
        throw VerbFailedException.said(
                "the reply is empty, not a stream's acknowledgement",
                "the reply on " + subject
                        + " is empty, not a stream's acknowledgement: another program replies there (core: true publishes"
                        + " without a stream)");
    }

    /** Returns the acknowledgement in a reply that any program may have sent; empty if it is none. */
    static Optional<PubAck> in(JsonObject reply) {
        boolean acknowledges = reply.get("stream") instanceof JsonPrimitive stream
                && stream.isString()
                && reply.get("seq") instanceof JsonPrimitive seq
                && seq.isNumber();
        return acknowledges ? Optional.of(of(reply)) : Optional.empty();
    }

    private static PubAck of(JsonObject ack) {
        return new PubAck(
                ack, JsonFields.text(ack, "stream"), JsonFields.number(ack, "seq"), JsonFields.flag(ack, "duplicate"));
    }

    /** Completes the operations of the history that this acknowledges: the message, and the rollup that it caused. */
    void record(PendingOperation message, PendingOperation rollup) {
        if (duplicate) {
            message.duplicate(stream, seq);
        } else {
            message.stored(stream, seq);
        }
        if (seq > 1) {
            rollup.stored(stream, seq - 1); // a rollup removes the messages before its own
        } else {
            rollup.failed();
        }
    }

    private static JsonObject parsed(String subject, Message reply) {
        JsonObject ack = Api.response(subject, reply);
        if (ack.has("stream")) {
            return ack;
        }
        String shown = ack.toString();
        throw VerbFailedException.said(
                "the reply is not a stream's acknowledgement",
                "the reply on " + subject + " is not a stream's acknowledgement: "
                        + (shown.length() > SHOWN ? shown.substring(0, SHOWN) + "…" : shown));
    }
}
