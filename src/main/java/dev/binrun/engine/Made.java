package dev.binrun.engine;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.history.ConsumerState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a run's steps made, when, and as it was when it was made: later nobody can say where a consumer began. Times are the history's
 * nanoseconds.
 */
final class Made {
    private final Map<String, Asset> streams = new HashMap<>();
    private final Map<List<String>, Asset> consumers = new LinkedHashMap<>();

    /**
     * Something that was made.
     *
     * @param info as the server answered
     * @param at when it was there for certain; 0 if before the first step
     */
    private record Asset(JsonObject info, long at) {
        boolean is(JsonObject other) {
            return StreamReading.text(info, "created").equals(StreamReading.text(other, "created"));
        }
    }

    /** Takes what a step has answered; of what is there already, the first answer stays. */
    synchronized void note(String verb, JsonObject answer, long at) {
        if (verb.equals("consumer add")) {
            note(consumers, key(answer), answer, at);
        } else if (verb.equals("stream add") && answer.get("config") instanceof JsonObject config) {
            note(streams, StreamReading.text(config, "name"), answer, at);
        }
    }

    /** When a step made a stream; 0 if none did. */
    synchronized long stream(String name) {
        return Optional.ofNullable(streams.get(name)).map(Asset::at).orElse(0L);
    }

    /**
     * All consumers of a stream.
     *
     * @param there the information of those that are there now
     * @param now when that is
     */
    synchronized List<ConsumerState> consumers(String stream, List<JsonObject> there, long now) {
        List<ConsumerState> all = new ArrayList<>();
        there.forEach(info -> all.add(state(info, consumers.get(key(info)), Long.MAX_VALUE)));
        Set<List<String>> known = there.stream().map(Made::key).collect(Collectors.toSet());
        consumers.forEach((key, made) -> {
            if (key.get(0).equals(stream) && !known.contains(key)) {
                all.add(state(made.info, made, now));
            }
        });
        return all;
    }

    private static <K> void note(Map<K, Asset> assets, K key, JsonObject answer, long at) {
        Asset known = assets.get(key);
        if (known == null || !known.is(answer)) {
            assets.put(key, new Asset(answer.deepCopy(), at));
        }
    }

    /** @param made as a step made it; null if none did, as of what a client library makes */
    private static ConsumerState state(JsonObject now, Asset made, long gone) {
        JsonObject config = now.getAsJsonObject("config");
        return new ConsumerState(
                StreamReading.text(now, "name"),
                filters(config),
                from(config, made),
                StreamReading.text(config, "ack_policy"),
                made == null ? 0 : made.at,
                gone);
    }

    private static List<String> filters(JsonObject config) {
        String filter = StreamReading.text(config, "filter_subject");
        return config.get("filter_subjects") instanceof JsonArray list
                ? list.asList().stream().map(JsonElement::getAsString).toList()
                : filter.isEmpty() ? List.of() : List.of(filter);
    }

    /** Where it began; where its subjects were changed meanwhile, that says nothing. */
    private static OptionalLong from(JsonObject config, Asset made) {
        if (made != null && !filters(config).equals(filters(made.info.getAsJsonObject("config")))) {
            return OptionalLong.empty();
        }
        return switch (StreamReading.text(config, "deliver_policy")) {
            case "all" -> OptionalLong.of(1);
            case "by_start_sequence" -> OptionalLong.of(StreamReading.number(config, "opt_start_seq"));
            case "new", "last", "by_start_time" ->
                made == null
                        ? OptionalLong.empty()
                        : OptionalLong.of(
                                StreamReading.number(made.info.getAsJsonObject("delivered"), "stream_seq") + 1);
            default -> OptionalLong.empty();
        };
    }

    private static List<String> key(JsonObject info) {
        return List.of(StreamReading.text(info, "stream_name"), StreamReading.text(info, "name"));
    }
}
