package dev.binrun.engine.aftermath;

import com.google.gson.JsonObject;
import dev.binrun.form.JsonFields;
import dev.binrun.history.Fingerprint;
import dev.binrun.history.NameTable;
import dev.binrun.history.Recorder;
import dev.binrun.history.StreamState;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.MessageTtl;
import dev.binrun.jetstream.StreamConfig;
import dev.binrun.jetstream.StreamContent;
import io.nats.client.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the content of a stream from its leader, which replies from its own store.
 *
 * @param names the names of the history
 * @param created when a step created the stream, in the history's nanoseconds; 0 if no step did
 */
public record StreamReading(Connection connection, String stream, NameTable names, long created) {
    private static final String ID = "Nats-Msg-Id";

    /**
     * Returns the current content.
     *
     * @throws dev.binrun.jetstream.VerbFailedException if the stream cannot be read to its end
     */
    StreamState read() throws InterruptedException {
        JsonObject config = info().getAsJsonObject("config");
        StreamState.Builder state = StreamState.of(stream, StreamConfig.limits(config), names)
                .transforms(config.has("subject_transform"))
                .counts(config.has("allow_msg_counter")
                        && config.get("allow_msg_counter").getAsBoolean());
        new StreamContent(connection, stream, Optional.empty(), Api.TIMEOUT).each(1, message -> {
            Map<String, List<String>> headers = message.headers().length == 0 ? Map.of() : message.parsedHeaders();
            state.add(
                    message.seq(),
                    message.subject(),
                    Fingerprint.of(message.data()),
                    id(headers),
                    nanos(Instant.parse(message.time())));
            state.bytes(message.data().length + message.headers().length);
            state.headers(StoredHeaders.fingerprint(message), ttl(headers));
            return true;
        });
        JsonObject after = info().getAsJsonObject("state");
        return state.createdAt(created)
                .readAt(nanos(Instant.now()))
                .build(
                        JsonFields.number(after, "first_seq"),
                        JsonFields.number(after, "last_seq"),
                        JsonFields.number(after, "bytes"));
    }

    /**
     * Returns the name of the mirrored stream; empty if this stream is not a mirror, or mirrors another domain or
     * account.
     */
    Optional<String> origin() throws InterruptedException {
        return StreamConfig.limits(info().getAsJsonObject("config"))
                .mirrorOf()
                .filter(name -> !name.endsWith(StreamConfig.ELSEWHERE));
    }

    /** Returns the reply to an info request. */
    JsonObject info() throws InterruptedException {
        return Api.ask(connection, "STREAM.INFO." + stream, null, Api.TIMEOUT);
    }

    private static long id(Map<String, List<String>> headers) {
        List<String> ids = headers.getOrDefault(ID, List.of());
        return ids.isEmpty() ? 0 : Fingerprint.of(ids.get(0));
    }

    private static int ttl(Map<String, List<String>> headers) {
        List<String> values = headers.getOrDefault(MessageTtl.HEADER, List.of());
        return values.isEmpty() ? 0 : Recorder.seconds(MessageTtl.of(values.get(0)));
    }

    private static long nanos(Instant time) {
        return time.getEpochSecond() * 1_000_000_000 + time.getNano();
    }
}
