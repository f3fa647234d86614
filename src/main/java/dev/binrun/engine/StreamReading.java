package dev.binrun.engine;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.history.Fingerprint;
import dev.binrun.history.Names;
import dev.binrun.history.StreamLimits;
import dev.binrun.history.StreamState;
import dev.binrun.verb.Api;
import dev.binrun.verb.StoredMessage;
import dev.binrun.verb.StreamContent;
import io.nats.client.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads what a stream holds from whoever leads it: a leader answers from its own store. */
final class StreamReading {
    private static final String ID = "Nats-Msg-Id";
    private static final String ELSEWHERE = " (external)";

    private final Connection connection;
    private final String stream;
    private final Names names;
    private final long made;

    /**
     * @param names as the history has them
     * @param made when a step made the stream, in the history's nanoseconds; 0 if none did
     */
    StreamReading(Connection connection, String stream, Names names, long made) {
        this.connection = connection;
        this.stream = stream;
        this.names = names;
        this.made = made;
    }

    /**
     * What it holds now.
     *
     * @throws dev.binrun.verb.VerbFailed if it cannot be read to its end
     */
    StreamState read() throws InterruptedException {
        JsonObject config = info().getAsJsonObject("config");
        StreamState.Builder state = StreamState.of(stream, limits(config), names)
                .transforms(config.has("subject_transform"))
                .counts(is(config, "allow_msg_counter"));
        new StreamContent(connection, stream, Optional.empty(), Api.TIMEOUT).each(1, message -> {
            state.add(
                    message.seq(),
                    message.subject(),
                    Fingerprint.of(message.data()),
                    id(message),
                    nanos(Instant.parse(message.time())));
            return true;
        });
        JsonObject after = info().getAsJsonObject("state");
        return state.made(made).build(number(after, "first_seq"), number(after, "last_seq"), number(after, "bytes"));
    }

    /** The origin of a mirror, if it is one and its origin is beside it. */
    Optional<String> origin() throws InterruptedException {
        return limits(info().getAsJsonObject("config")).mirrorOf().filter(name -> !name.endsWith(ELSEWHERE));
    }

    JsonObject info() throws InterruptedException {
        return Api.ask(connection, "STREAM.INFO." + stream, null, Api.TIMEOUT);
    }

    private static long id(StoredMessage message) {
        if (message.headers().length == 0) {
            return 0;
        }
        List<String> ids = message.parsedHeaders().getOrDefault(ID, List.of());
        return ids.isEmpty() ? 0 : Fingerprint.of(ids.get(0));
    }

    private static long nanos(Instant time) {
        return time.getEpochSecond() * 1_000_000_000 + time.getNano();
    }

    private static StreamLimits limits(JsonObject config) {
        String retention = text(config, "retention");
        JsonObject mirror = config.get("mirror") instanceof JsonObject there ? there : new JsonObject();
        return new StreamLimits(
                !retention.equals("limits"),
                number(config, "max_msgs"),
                number(config, "max_msgs_per_subject"),
                number(config, "max_bytes"),
                Duration.ofNanos(number(config, "max_age")),
                text(config, "discard").equals("new"),
                Optional.of(origin(mirror)).filter(name -> !name.isEmpty()),
                filters(mirror),
                retention.equals("interest"),
                is(config, "discard_new_per_subject"),
                mirror.has("opt_start_time")
                        ? OptionalLong.empty()
                        : OptionalLong.of(Math.max(1, number(mirror, "opt_start_seq"))));
    }

    /** An origin of another account or domain is no stream that can be asked for by its name. */
    private static String origin(JsonObject mirror) {
        return text(mirror, "name") + (mirror.has("external") ? ELSEWHERE : "");
    }

    /** Of which of its subjects a mirror takes messages; empty for all. */
    static List<String> filters(JsonObject mirror) {
        List<String> filters = new ArrayList<>();
        if (!text(mirror, "filter_subject").isEmpty()) {
            filters.add(text(mirror, "filter_subject"));
        }
        if (mirror.get("subject_transforms") instanceof JsonArray transforms) {
            transforms.forEach(transform -> filters.add(text(transform.getAsJsonObject(), "src")));
        }
        return filters;
    }

    private static boolean is(JsonObject config, String key) {
        return config.has(key) && config.get(key).getAsBoolean();
    }

    static String text(JsonObject tree, String key) {
        JsonElement value = tree.get(key);
        return value == null || value.isJsonNull() ? "" : value.getAsString();
    }

    static long number(JsonObject tree, String key) {
        JsonElement value = tree.get(key);
        return value == null || value.isJsonNull() ? 0 : value.getAsLong();
    }
}
