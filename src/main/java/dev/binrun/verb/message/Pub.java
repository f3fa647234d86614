package dev.binrun.verb.message;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.IndexRange;
import dev.binrun.form.InvalidArgumentException;
import dev.binrun.form.TemplateText;
import dev.binrun.history.Recorder;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.Connections;
import dev.binrun.jetstream.MessageTtl;
import dev.binrun.verb.Payload;
import dev.binrun.verb.TimedVerb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import io.nats.client.Connection;
import io.nats.client.NUID;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Publishes messages: {@code nats pub}. The stream that stores them acknowledges them, unless {@code core} is true. */
@VerbDoc(
        value = "Publishes a message, or count of them, each acknowledged by its stream unless core: true",
        answers =
                "{stream, seq, duplicate}; with count {acked, failed, unknown, first_seq, last_seq, duplicates}; core {published}",
        example = """
            - pub: orders.new ten apples
              expect: { stream: ORDERS, seq: 6 }
            - pub: { subject: "orders.${i}", json: { id: "${i}" }, msg_id: "id-${i}", count: 3 }
              expect: { acked: 3, first_seq: 7, last_seq: 9 }
            """)
public record Pub(
        @Arg(value = "the subject to publish to", position = 0, required = true)
        TemplateText subject,

        @Arg(value = "the payload", position = 1) Payload payload,

        @Arg(value = "headers: a value, or a list of values, by name", also = "header")
        Optional<Map<String, List<TemplateText>>> headers,

        @Arg("the id of the message, by which the stream detects duplicates (Nats-Msg-Id)")
        Optional<TemplateText> msgId,

        @Arg("the lifetime of the message in the stream (Nats-TTL)")
        Optional<TemplateText> ttl,

        @Arg("the reply subject; with core: true only") Optional<TemplateText> reply,
        @Arg("publish without a stream's acknowledgement") boolean core,

        @Arg("the number of messages: 50 (i from 0 to 49), or 51..100")
        Optional<IndexRange> count,

        @Arg("publish without a wait for each acknowledgement")
        boolean async,

        @Arg("do not fail if some messages of count are not acknowledged")
        boolean partial,

        @Arg("how long to publish again, with the same id, until the message is acknowledged")
        Optional<Duration> retry,

        @Arg("how long one try may take; 5s if left out") Optional<Duration> timeout)
        implements TimedVerb {

    /** The start of the id of a retried message without an id of its own. */
    public static final String GENERATED_ID = "binrun-";

    public Pub {
        if (reply.isPresent() && !core) {
            throw new InvalidArgumentException(
                    "reply",
                    "reply needs core: true, because the stream sends its acknowledgement to the reply subject");
        }
        if (core && (async || partial || retry.isPresent() || timeout.isPresent())) {
            throw new InvalidArgumentException(
                    "core", "with core: true no message is acknowledged; remove async, partial, retry and timeout");
        }
    }

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        world.connection().clearLastError();
        if (core) {
            return publishPlain(world);
        }
        AckedPublish publishing = new AckedPublish(this, world);
        return count.isPresent() ? publishing.all(count.get()) : publishing.one();
    }

    @Override
    public Duration atMost() {
        return retry.or(() -> timeout).orElse(Duration.ZERO);
    }

    private JsonObject publishPlain(VerbWorld world) throws InterruptedException {
        IndexRange range = count.orElse(IndexRange.ONE);
        Connection connection = world.connection();
        Recorder recorder = world.recorder();
        for (long i = range.first(); i <= range.last(); i++) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            String to = subject.at(i);
            String replyTo = reply.isPresent() ? reply.get().at(i) : null;
            Headers all = headers(i);
            byte[] body = payload.bytes(world, i);
            record(recorder, to, all, body);
            Api.publish(connection, to, replyTo, all, body);
        }
        Connections.flush(connection, world.patience());
        JsonObject answer = new JsonObject();
        answer.addProperty("published", range.size());
        return answer;
    }

    /** Without an acknowledgement, the outcome stays unknown. */
    private static void record(Recorder recorder, String to, Headers all, byte[] body) {
        if (PublishRecorder.isServers(to)) {
            PublishRecorder.toServer(recorder, to, body);
        } else {
            PublishRecorder.message(recorder, to, all, body);
            PublishRecorder.rollup(recorder, to, all);
        }
    }

    /**
     * Returns the headers of the i-th message; null if it has none.
     *
     * @throws VerbFailedException if jnats refuses a name or a value
     */
    Headers headers(long i) {
        if (headers.isEmpty() && msgId.isEmpty() && ttl.isEmpty() && retry.isEmpty()) {
            return null;
        }
        Headers all = HeaderTexts.at(headers, i);
        try {
            msgId.map(id -> id.at(i))
                    .or(() -> retry.map(again -> GENERATED_ID + NUID.nextGlobalSequence()))
                    .ifPresent(id -> all.put("Nats-Msg-Id", id));
            ttl.ifPresent(age -> all.put(MessageTtl.HEADER, age.at(i)));
        } catch (IllegalArgumentException e) {
            throw HeaderTexts.unsendable(e);
        }
        return all;
    }
}
