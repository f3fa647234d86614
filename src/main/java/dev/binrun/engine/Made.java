package dev.binrun.engine;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.history.ConsumerState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** The consumers that a run's steps made, as they were when they were made: later nobody can say where they began. */
final class Made {
    private final Map<List<String>, JsonObject> consumers = new LinkedHashMap<>();

    /** Takes what a step has answered; of one that is there already, the first answer stays. */
    synchronized void note(String verb, JsonObject answer) {
        if (verb.equals("consumer add") && answer.has("stream_name")) {
            JsonObject known = consumers.get(key(answer));
            if (known == null || !created(known).equals(created(answer))) {
                consumers.put(key(answer), answer.deepCopy());
            }
        }
    }

    /**
     * All consumers of a stream.
     *
     * @param there the information of those that are there now
     */
    synchronized List<ConsumerState> consumers(String stream, List<JsonObject> there) {
        List<ConsumerState> all = new ArrayList<>();
        there.forEach(info -> all.add(state(info, consumers.get(key(info)))));
        Set<List<String>> known = there.stream().map(Made::key).collect(Collectors.toSet());
        consumers.forEach((key, info) -> {
            if (key.get(0).equals(stream) && !known.contains(key)) {
                all.add(state(info, info));
            }
        });
        return all;
    }

    private static ConsumerState state(JsonObject now, JsonObject made) {
        JsonObject config = now.getAsJsonObject("config");
        return new ConsumerState(
                StreamReading.text(now, "name"),
                filters(config),
                from(config, made),
                StreamReading.text(config, "ack_policy"));
    }

    private static List<String> filters(JsonObject config) {
        String filter = StreamReading.text(config, "filter_subject");
        return config.get("filter_subjects") instanceof JsonArray list
                ? list.asList().stream().map(JsonElement::getAsString).toList()
                : filter.isEmpty() ? List.of() : List.of(filter);
    }

    /** Where it began; where its subjects were changed meanwhile, that says nothing. */
    private static OptionalLong from(JsonObject config, JsonObject made) {
        if (made != null && !filters(config).equals(filters(made.getAsJsonObject("config")))) {
            return OptionalLong.empty();
        }
        return switch (StreamReading.text(config, "deliver_policy")) {
            case "all" -> OptionalLong.of(1);
            case "by_start_sequence" -> OptionalLong.of(StreamReading.number(config, "opt_start_seq"));
            case "new", "last", "by_start_time" ->
                made == null
                        ? OptionalLong.empty()
                        : OptionalLong.of(StreamReading.number(made.getAsJsonObject("delivered"), "stream_seq") + 1);
            default -> OptionalLong.empty();
        };
    }

    private static List<String> key(JsonObject info) {
        return List.of(StreamReading.text(info, "stream_name"), StreamReading.text(info, "name"));
    }

    private static String created(JsonObject info) {
        return StreamReading.text(info, "created");
    }
}
