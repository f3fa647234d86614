package dev.binrun.jetstream;

import com.google.gson.JsonObject;
import dev.binrun.form.JsonFields;
import dev.binrun.history.StreamLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads configurations of streams: those of a server, and requested ones, which may lack fields or have values of wrong
 * types.
 */
public final class StreamConfig {
    /** The end of the name of an origin in another account or domain, which no request of this account finds. */
    public static final String ELSEWHERE = " (external)";

    private StreamConfig() {}

    /** Returns the limits by which messages leave the stream. */
    public static StreamLimits limits(JsonObject config) {
        boolean interest = JsonFields.text(config, "retention").equals("interest");
        JsonObject mirror = JsonFields.object(config, "mirror");
        return new StreamLimits(
                interest || JsonFields.text(config, "retention").equals("workqueue"),
                JsonFields.number(config, "max_msgs"),
                JsonFields.number(config, "max_msgs_per_subject"),
                JsonFields.number(config, "max_bytes"),
                Duration.ofNanos(JsonFields.number(config, "max_age")),
                JsonFields.text(config, "discard").equals("new"),
                Optional.of(origin(mirror)).filter(name -> !name.isEmpty()),
                mirrorFilters(config),
                interest,
                JsonFields.flag(config, "discard_new_per_subject"),
                mirror.has("opt_start_time")
                        ? OptionalLong.empty()
                        : OptionalLong.of(Math.max(1, JsonFields.number(mirror, "opt_start_seq"))),
                !JsonFields.objects(config, "sources").isEmpty(),
                transforms(config),
                JsonFields.flag(config, "allow_msg_ttl"));
    }

    /** Returns the subjects of its origin that a mirror copies; empty if it copies all. */
    public static List<String> mirrorFilters(JsonObject config) {
        JsonObject mirror = JsonFields.object(config, "mirror");
        List<String> filters = new ArrayList<>();
        if (!JsonFields.text(mirror, "filter_subject").isEmpty()) {
            filters.add(JsonFields.text(mirror, "filter_subject"));
        }
        JsonFields.objects(mirror, "subject_transforms")
                .forEach(transform -> filters.add(JsonFields.text(transform, "src")));
        return filters;
    }

    private static String origin(JsonObject mirror) {
        return JsonFields.text(mirror, "name") + (mirror.has("external") ? ELSEWHERE : "");
    }

    private static boolean transforms(JsonObject config) {
        return config.get("subject_transform") instanceof JsonObject
                || changesSubjects(JsonFields.object(config, "mirror"))
                || JsonFields.objects(config, "sources").stream().anyMatch(StreamConfig::changesSubjects);
    }

    /** A transform without a destination only filters. */
    private static boolean changesSubjects(JsonObject source) {
        return JsonFields.objects(source, "subject_transforms").stream()
                .anyMatch(transform -> !JsonFields.text(transform, "dest").isEmpty()
                        && !JsonFields.text(transform, "dest").equals(JsonFields.text(transform, "src")));
    }
}
