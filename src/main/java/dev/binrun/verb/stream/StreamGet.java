package dev.binrun.verb.stream;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.Size;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.IgnoredFieldException;
import dev.binrun.jetstream.StoredMessage;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reads a message from the leader of a stream, or messages from any replica or mirror by a direct get: {@code nats
 * stream get}.
 */
@VerbDoc(
        value = "Reads a message, or several, by sequence or subject; without a match it fails with 404",
        answers =
                "{message: {subject, seq, time, headers, data, json, size}}; with batch or multi_last {messages: […], status}",
        example = """
            - stream get: ORDERS 3
              expect: { message: { subject: orders.new, data: order-2 } }
            - stream get: { stream: ORDERS, last_for: orders.new }
              expect: { message: { seq: 5 } }
            """)
public record StreamGet(
        @Arg(value = "the stream", position = 0, required = true, also = "name")
        String stream,

        @Arg(
                value = "the sequence of the message; with next_for, the first sequence to consider",
                position = 1,
                also = "id")
        Optional<Long> seq,

        @Arg(value = "the last message of this subject", also = "last_by_subj")
        Optional<String> lastFor,

        @Arg(value = "the first message of this subject, from seq or start_time on", also = "next_by_subj")
        Optional<String> nextFor,

        @Arg("the first message that was stored at this time or later")
        Optional<Instant> startTime,

        @Arg("read from any replica or mirror of the stream instead of its leader; if left out, true with one of the"
                + " following arguments, which only direct gets have")
        Optional<Boolean> direct,

        @Arg("of a direct get: the most messages") Optional<Long> batch,

        @Arg("of a direct get: no more messages after this many bytes")
        Optional<Size> maxBytes,

        @Arg("of a direct get: the last message of each of these subjects")
        List<String> multiLast,

        @Arg("of multi_last: as of this sequence") Optional<Long> upToSeq,
        @Arg("of multi_last: as of this time") Optional<Instant> upToTime,

        @Arg(value = "of a direct get: only the payload", also = "no_hdr")
        boolean noHeaders,

        @Arg(value = "of several messages: how many the answer keeps; if left out 1000, or batch up to 10000", min = 0)
        Optional<Long> keep)
        implements Verb {

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        JsonObject request = request();
        if (!direct.orElse(onlyDirect())) {
            JsonObject stored = Api.ask(world, "STREAM.MSG.GET." + stream, request);
            return answer(world, StoredMessage.of(stored).tree());
        }
        DirectGet get = new DirectGet(world, stream, request);
        return several() ? get.several(keep, batch.orElse(0L)) : answer(world, get.one());
    }

    private boolean onlyDirect() {
        return several() || maxBytes.isPresent() || upToSeq.isPresent() || upToTime.isPresent() || noHeaders;
    }

    private boolean several() {
        return batch.isPresent() || !multiLast.isEmpty();
    }

    private JsonObject request() {
        JsonObject request = new JsonObject();
        seq.ifPresent(number -> request.addProperty("seq", number));
        lastFor.ifPresent(subject -> request.addProperty("last_by_subj", subject));
        nextFor.ifPresent(subject -> request.addProperty("next_by_subj", subject));
        startTime.ifPresent(time -> request.addProperty("start_time", time.toString()));
        batch.ifPresent(most -> request.addProperty("batch", most));
        maxBytes.ifPresent(size -> request.addProperty("max_bytes", size.bytes()));
        if (!multiLast.isEmpty()) {
            JsonArray subjects = new JsonArray();
            multiLast.forEach(subjects::add);
            request.add("multi_last", subjects);
        }
        upToSeq.ifPresent(number -> request.addProperty("up_to_seq", number));
        upToTime.ifPresent(time -> request.addProperty("up_to_time", time.toString()));
        if (noHeaders) {
            request.addProperty("no_hdr", true);
        }
        return request;
    }

    /** Returns the answer with its message; a server before 2.11 ignores the start time. */
    private JsonObject answer(VerbWorld world, JsonObject message) {
        boolean earlier = startTime.isPresent()
                && message.has("time")
                && Instant.parse(message.get("time").getAsString()).isBefore(startTime.get());
        if (earlier) {
            throw new IgnoredFieldException(
                    "this server (" + world.serverVersion() + ") ignored start_time: it needs 2.11");
        }
        JsonObject answer = new JsonObject();
        answer.add("message", message);
        return answer;
    }
}
