package dev.binrun.verb.message;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.binrun.history.PendingOperation;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.VerbFailedException;
import io.nats.client.Message;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a stream answered to a publish.
 *
 * @param tree as it answered
 * @param stream its name; empty if it has not said it yet (a batch's message that does not end it, ADR-50)
 * @param seq the message's sequence; 0 if it has none yet
 * @param duplicate whether the stream had the message already
 */
record PubAck(Supplier<JsonObject> tree, String stream, long seq, boolean duplicate) {
    private static final int SHOWN = 100;
    private static final String START = "{\"stream\":\"";
    private static final String SEQ = "\", \"seq\":";
    private static final int DIGITS = 18;

    /**
     * Reads an answer. One that says no more than the stream and the sequence, as nearly all do, is looked through without a parser.
     *
     * @param ofBatch whether it answers a message of a batch: one that does not end it is answered with nothing (ADR-50)
     * @param likely the stream's name as it probably is, which is then not made anew
     * @throws VerbFailedException if it is an error, or not a stream's
     */
    static PubAck by(String subject, Message answer, boolean ofBatch, String likely) {
        String text = new String(answer.getData(), StandardCharsets.ISO_8859_1);
        long plain = plainSeq(text);
        if (plain > 0) {
            return new PubAck(() -> parsed(subject, answer), name(text, likely), plain, false);
        }
        if (ofBatch && text.isEmpty()) {
            return new PubAck(JsonObject::new, "", 0, false);
        }
        return of(parsed(subject, answer));
    }

    private static PubAck of(JsonObject ack) {
        boolean duplicate = ack.get("duplicate") instanceof JsonPrimitive said && said.getAsBoolean();
        String stream = ack.get("stream").getAsString();
        return new PubAck(() -> ack, stream, ack.has("seq") ? ack.get("seq").getAsLong() : 0, duplicate);
    }

    /** What an answer says that may be anybody's. */
    static Optional<PubAck> in(JsonObject answer) {
        boolean acknowledges = answer.get("stream") instanceof JsonPrimitive stream
                && stream.isString()
                && answer.get("seq") instanceof JsonPrimitive seq
                && seq.isNumber();
        return acknowledges ? Optional.of(of(answer)) : Optional.empty();
    }

    /** Has the history have it. */
    void record(PendingOperation message, PendingOperation rollup) {
        if (duplicate) {
            message.duplicate(stream, seq);
        } else {
            message.stored(stream, seq);
        }
        if (seq > 1) {
            rollup.stored(stream, seq - 1); // what it removed was before it
        } else {
            rollup.failed();
        }
    }

    private static JsonObject parsed(String subject, Message answer) {
        if (answer.getData().length == 0) {
            throw VerbFailedException.said(
                    "the answer is empty, no acknowledgement of a stream",
                    "the answer on " + subject
                            + " is empty, no acknowledgement of a stream: something else answers there (core: true"
                            + " publishes without a stream)");
        }
        JsonObject ack = Api.response(subject, answer);
        if (!ack.has("stream")) {
            String shown = ack.toString();
            throw VerbFailedException.said(
                    "the answer is no acknowledgement of a stream",
                    "the answer on " + subject + " is no acknowledgement of a stream: "
                            + (shown.length() > SHOWN ? shown.substring(0, SHOWN) + "…" : shown));
        }
        return ack;
    }

    /** The sequence of {@code {"stream":"A", "seq":1}} (server/stream.go, pubAck), and 0 of whatever else. */
    private static long plainSeq(String text) {
        int name = text.indexOf('"', START.length());
        int seq = name + SEQ.length();
        int end = text.length() - 1;
        boolean plain = text.startsWith(START)
                && name > 0
                && text.startsWith(SEQ, name)
                && end > seq
                && end - seq <= DIGITS
                && text.charAt(end) == '}'
                && text.chars().skip(seq).limit(end - seq).allMatch(c -> c >= '0' && c <= '9');
        return plain ? Long.parseLong(text, seq, end, 10) : 0;
    }

    private static String name(String text, String likely) {
        int end = START.length() + likely.length();
        boolean same = text.startsWith(likely, START.length()) && text.charAt(end) == '"';
        if (same) {
            return likely;
        }
        String name = text.substring(START.length(), text.indexOf('"', START.length()));
        return new String(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
