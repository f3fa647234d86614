package dev.binrun.engine.aftermath;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.binrun.form.JsonFields;
import dev.binrun.history.ConsumerState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a run's steps made, when, and as it was when it was made: later nobody can say where a consumer began. What was made again under
 * a name is another one, and the first stays known. Times are the history's nanoseconds.
 */
public final class CreatedAssets {
    /** How far a server's clock reading and ours of the same moment may differ. */
    private static final long BLUR = Duration.ofMillis(2).toNanos();

    /** How long an ephemeral consumer stays that nobody uses, where it does not say (server/consumer.go, JsDeleteWaitTimeDefault). */
    private static final Duration EPHEMERAL = Duration.ofSeconds(5);

    private static final String CONSUMER_MADE = "io.nats.jetstream.api.v1.consumer_create_response";
    private static final String STREAM_MADE = "io.nats.jetstream.api.v1.stream_create_response";

    private final Map<String, List<CreatedAsset>> streams = new HashMap<>();
    private final Map<List<String>, List<CreatedAsset>> consumers = new LinkedHashMap<>();

    /**
     * Something that was made.
     *
     * @param info as the server answered
     * @param at when it was there for certain; 0 if before the first step
     */
    private record CreatedAsset(JsonObject info, long at) {
        boolean is(JsonObject other) {
            return JsonFields.text(info, "created").equals(JsonFields.text(other, "created"));
        }
    }

    /**
     * How a run's end is seen.
     *
     * @param start when the history began
     * @param now when the end is, in the history's nanoseconds
     * @param slack how long what was made takes until it is there for certain
     */
    record FinalView(Instant start, long now, Duration slack) {
        /** When something was made, at the earliest. */
        private long begun(JsonObject info) {
            Instant created = Instant.parse(JsonFields.text(info, "created"));
            return Math.max(0, Duration.between(start, created).toNanos() - BLUR);
        }
    }

    /** Takes what a step has answered, also a plain request to the API; of what is there already, the first answer stays. */
    public synchronized void note(JsonObject answer, long at) {
        JsonObject response = JsonFields.object(JsonFields.object(answer, "message"), "json");
        noteResponse(response.isEmpty() ? answer : response, at);
    }

    private void noteResponse(JsonObject response, long at) {
        if (!(response.get("config") instanceof JsonObject config)) {
            return;
        }
        String type = response.get("type") instanceof JsonPrimitive said ? said.getAsString() : "";
        if (type.equals(CONSUMER_MADE)) {
            note(consumers, key(response), response, at);
        } else if (type.equals(STREAM_MADE)) {
            note(streams, JsonFields.text(config, "name"), response, at);
        }
    }

    /** When a step made a stream, the last of its name; 0 if none did. */
    synchronized long stream(String name) {
        List<CreatedAsset> made = streams.getOrDefault(name, List.of());
        return made.isEmpty() ? 0 : made.get(made.size() - 1).at;
    }

    /**
     * All consumers of a stream, those of one name in the order in which they were made.
     *
     * @param there the information of those that are there now
     */
    synchronized List<ConsumerState> consumers(String stream, List<JsonObject> there, FinalView view) {
        Map<List<String>, JsonObject> now = new LinkedHashMap<>();
        there.forEach(info -> now.put(key(info), info));
        Set<List<String>> keys = new LinkedHashSet<>(now.keySet());
        consumers.keySet().stream().filter(key -> key.get(0).equals(stream)).forEach(keys::add);
        List<ConsumerState> all = new ArrayList<>();
        keys.forEach(key -> add(all, key, Optional.ofNullable(now.get(key)), view));
        return all;
    }

    private void add(List<ConsumerState> all, List<String> key, Optional<JsonObject> there, FinalView view) {
        List<CreatedAsset> made = consumers.getOrDefault(key, List.of());
        boolean noted = false;
        for (int i = 0; i < made.size(); i++) {
            CreatedAsset each = made.get(i);
            if (there.isPresent() && each.is(there.get())) {
                noted = true;
                all.add(state(there.get(), Optional.of(each), Long.MAX_VALUE, view));
            } else {
                Optional<JsonObject> next = i + 1 < made.size() ? Optional.of(made.get(i + 1).info) : there;
                all.add(state(each.info, Optional.of(each), gone(key.get(0), each, next, view), view));
            }
        }
        if (there.isPresent() && !noted) {
            all.add(state(there.get(), Optional.empty(), Long.MAX_VALUE, view));
        }
    }

    /** When the next of its name began, or the next stream, which begins without consumers. */
    private long gone(String stream, CreatedAsset consumer, Optional<JsonObject> next, FinalView view) {
        long begun = view.begun(consumer.info);
        long gone = next.map(view::begun).orElse(view.now);
        for (CreatedAsset each : streams.getOrDefault(stream, List.of())) {
            long another = view.begun(each.info);
            gone = another > begun ? Math.min(gone, another) : gone;
        }
        return gone;
    }

    private static <K> void note(Map<K, List<CreatedAsset>> assets, K key, JsonObject answer, long at) {
        List<CreatedAsset> known = assets.computeIfAbsent(key, none -> new ArrayList<>());
        if (known.stream().noneMatch(each -> each.is(answer))) {
            known.add(new CreatedAsset(answer.deepCopy(), at));
        }
    }

    /**
     * The state of a consumer.
     *
     * @param now what is known of it at the end
     * @param made as a step made it; empty if none did, as of what a program makes
     */
    private static ConsumerState state(JsonObject now, Optional<CreatedAsset> made, long gone, FinalView view) {
        JsonObject config = now.getAsJsonObject("config");
        boolean before = made.isPresent() && made.get().at == 0;
        long begun = before ? 0 : view.begun(now);
        return new ConsumerState(
                JsonFields.text(now, "name"),
                filters(config),
                from(config, made),
                JsonFields.text(config, "ack_policy"),
                begun,
                made.map(CreatedAsset::at).orElse(begun + view.slack.toNanos()),
                gone,
                inactive(config),
                gone == Long.MAX_VALUE ? position(now) : Optional.empty());
    }

    private static Optional<ConsumerState.Position> position(JsonObject info) {
        return info.get("delivered") instanceof JsonObject delivered
                        && info.get("ack_floor") instanceof JsonObject floor
                ? Optional.of(new ConsumerState.Position(
                        JsonFields.number(delivered, "stream_seq"),
                        JsonFields.number(delivered, "consumer_seq"),
                        JsonFields.number(floor, "stream_seq"),
                        JsonFields.number(info, "num_ack_pending")))
                : Optional.empty();
    }

    private static long inactive(JsonObject config) {
        long said = JsonFields.number(config, "inactive_threshold");
        boolean ephemeral = JsonFields.text(config, "durable_name").isEmpty();
        return said > 0 || !ephemeral ? said : EPHEMERAL.toNanos();
    }

    private static List<String> filters(JsonObject config) {
        String filter = JsonFields.text(config, "filter_subject");
        return config.get("filter_subjects") instanceof JsonArray list
                ? list.asList().stream().map(JsonElement::getAsString).toList()
                : filter.isEmpty() ? List.of() : List.of(filter);
    }

    /** Where it began; where its subjects were changed meanwhile, or it had delivered when it was first heard of, that says nothing. */
    private static OptionalLong from(JsonObject config, Optional<CreatedAsset> made) {
        JsonObject first = made.map(CreatedAsset::info).orElseGet(JsonObject::new);
        if (made.isPresent() && !filters(config).equals(filters(first.getAsJsonObject("config")))) {
            return OptionalLong.empty();
        }
        return switch (JsonFields.text(config, "deliver_policy")) {
            case "all" -> OptionalLong.of(1);
            case "by_start_sequence" -> OptionalLong.of(JsonFields.number(config, "opt_start_seq"));
            case "new", "last", "by_start_time" ->
                first.get("delivered") instanceof JsonObject delivered
                                && JsonFields.number(delivered, "consumer_seq") == 0
                        ? OptionalLong.of(JsonFields.number(delivered, "stream_seq") + 1)
                        : OptionalLong.empty();
            default -> OptionalLong.empty();
        };
    }

    private static List<String> key(JsonObject info) {
        return List.of(JsonFields.text(info, "stream_name"), JsonFields.text(info, "name"));
    }
}
