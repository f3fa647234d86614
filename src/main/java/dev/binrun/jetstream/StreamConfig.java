package dev.binrun.jetstream;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.binrun.history.StreamLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A stream's configuration in the API's words: as a server has it, or as it was asked for, which may be of any shape and leave much out. */
public final class StreamConfig {
    /** Ends the name of an origin of another account or domain, which is no stream that can be asked for by its name. */
    public static final String ELSEWHERE = " (external)";

    private StreamConfig() {}

    /** What it says of how messages leave the stream. */
    public static StreamLimits limits(JsonObject config) {
        boolean interest = text(config, "retention").equals("interest");
        JsonObject mirror = tree(config, "mirror");
        return new StreamLimits(
                interest || text(config, "retention").equals("workqueue"),
                number(config, "max_msgs"),
                number(config, "max_msgs_per_subject"),
                number(config, "max_bytes"),
                Duration.ofNanos(number(config, "max_age")),
                text(config, "discard").equals("new"),
                Optional.of(origin(mirror)).filter(name -> !name.isEmpty()),
                mirrorFilters(config),
                interest,
                flag(config, "discard_new_per_subject"),
                mirror.has("opt_start_time")
                        ? OptionalLong.empty()
                        : OptionalLong.of(Math.max(1, number(mirror, "opt_start_seq"))),
                !list(config, "sources").isEmpty(),
                transforms(config),
                flag(config, "allow_msg_ttl"));
    }

    /** Of which of its origin's subjects a mirror takes messages; empty for all. */
    public static List<String> mirrorFilters(JsonObject config) {
        JsonObject mirror = tree(config, "mirror");
        List<String> filters = new ArrayList<>();
        if (!text(mirror, "filter_subject").isEmpty()) {
            filters.add(text(mirror, "filter_subject"));
        }
        list(mirror, "subject_transforms").forEach(each -> filters.add(text(each, "src")));
        return filters;
    }

    private static String origin(JsonObject mirror) {
        return text(mirror, "name") + (mirror.has("external") ? ELSEWHERE : "");
    }

    private static boolean transforms(JsonObject config) {
        return config.get("subject_transform") instanceof JsonObject
                || changesSubjects(tree(config, "mirror"))
                || list(config, "sources").stream().anyMatch(StreamConfig::changesSubjects);
    }

    /** A transform without a destination only filters. */
    private static boolean changesSubjects(JsonObject source) {
        return list(source, "subject_transforms").stream()
                .anyMatch(each ->
                        !text(each, "dest").isEmpty() && !text(each, "dest").equals(text(each, "src")));
    }

    private static JsonObject tree(JsonObject tree, String key) {
        return tree.get(key) instanceof JsonObject there ? there : new JsonObject();
    }

    private static List<JsonObject> list(JsonObject tree, String key) {
        return tree.get(key) instanceof JsonArray list
                ? list.asList().stream()
                        .filter(JsonObject.class::isInstance)
                        .map(JsonElement::getAsJsonObject)
                        .toList()
                : List.of();
    }

    private static String text(JsonObject tree, String key) {
        return tree.get(key) instanceof JsonPrimitive value ? value.getAsString() : "";
    }

    private static long number(JsonObject tree, String key) {
        return tree.get(key) instanceof JsonPrimitive value && value.isNumber() ? value.getAsLong() : 0;
    }

    private static boolean flag(JsonObject tree, String key) {
        return tree.get(key) instanceof JsonPrimitive value && value.isBoolean() && value.getAsBoolean();
    }
}
