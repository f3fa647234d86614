package dev.binrun.verb.message;

import com.google.gson.JsonObject;
import dev.binrun.verb.Api;
import dev.binrun.verb.VerbFailed;
import io.nats.client.Message;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * What a stream answered to a publish.
 *
 * @param tree as it answered
 * @param seq the message's sequence; 0 if it has none yet (a batch's message that does not end it, ADR-50)
 * @param duplicate whether the stream had the message already
 */
record Acknowledged(Supplier<JsonObject> tree, long seq, boolean duplicate) {
    private static final int SHOWN = 100;
    private static final String START = "{\"stream\":\"";
    private static final String SEQ = "\", \"seq\":";
    private static final int DIGITS = 18;

    /**
     * Reads an answer. One that says no more than the stream and the sequence, as nearly all do, is looked through without a parser.
     *
     * @param ofBatch whether it answers a message of a batch: one that does not end it is answered with nothing (ADR-50)
     * @throws VerbFailed if it is an error, or not a stream's
     */
    static Acknowledged by(String subject, Message answer, boolean ofBatch) {
        long plain = plainSeq(answer);
        if (plain > 0) {
            return new Acknowledged(() -> parsed(subject, answer), plain, false);
        }
        if (ofBatch && answer.getData().length == 0) {
            return new Acknowledged(JsonObject::new, 0, false);
        }
        JsonObject ack = parsed(subject, answer);
        boolean duplicate = ack.has("duplicate") && ack.get("duplicate").getAsBoolean();
        return new Acknowledged(() -> ack, ack.has("seq") ? ack.get("seq").getAsLong() : 0, duplicate);
    }

    private static JsonObject parsed(String subject, Message answer) {
        if (answer.getData().length == 0) {
            throw VerbFailed.of("the answer on " + subject
                    + " is empty, no acknowledgement of a stream: something else answers there (core: true publishes"
                    + " without a stream)");
        }
        JsonObject ack = Api.response(subject, answer);
        if (!ack.has("stream")) {
            String shown = ack.toString();
            throw VerbFailed.of("the answer on " + subject + " is no acknowledgement of a stream: "
                    + (shown.length() > SHOWN ? shown.substring(0, SHOWN) + "…" : shown));
        }
        return ack;
    }

    /** The sequence of {@code {"stream":"A", "seq":1}} (server/stream.go, pubAck), and 0 of whatever else. */
    private static long plainSeq(Message answer) {
        String text = new String(answer.getData(), StandardCharsets.ISO_8859_1);
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
}
