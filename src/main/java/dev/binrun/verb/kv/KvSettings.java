package dev.binrun.verb.kv;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgumentException;
import dev.binrun.form.Size;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings that only key-value buckets have. An omitted setting keeps its value, or gets the default. */
public record KvSettings(
        @Arg(value = "number of values to keep for each key; 1 if omitted", also = "max_msgs_per_subject")
        Optional<Long> history,

        @Arg(
                value = "time to keep the markers of expired keys; also allows a ttl for each key",
                also = {"limit_marker_ttl", "subject_delete_marker_ttl"})
        Optional<Duration> markerTtl,

        @Arg(value = "maximum size of a value, in bytes", also = "max_msg_size")
        Optional<Size> maxValueSize,

        @Arg("subject of the messages to republish; all if omitted")
        Optional<String> republishSource,

        @Arg("subject to republish to") Optional<String> republishDestination,
        @Arg("republish only the headers") Optional<Boolean> republishHeaders,

        @Arg(value = "buckets whose values this bucket copies", also = "sources")
        Optional<List<String>> source) {

    private static final Duration DUPLICATE_WINDOW = Duration.ofMinutes(2);

    public KvSettings {
        if (republishDestination.isEmpty() && republishSource.isPresent()) {
            throw new InvalidArgumentException(
                    "republish_source",
                    "'republish_source' needs 'republish_destination', the subject to republish to");
        }
        if (republishDestination.isEmpty() && republishHeaders.isPresent()) {
            throw new InvalidArgumentException(
                    "republish_headers",
                    "'republish_headers' needs 'republish_destination', the subject to republish to");
        }
    }

    /** Writes the settings that are present into the configuration of the stream of a bucket with this name. */
    void applyTo(JsonObject config, String bucket) {
        history.ifPresent(count -> config.addProperty("max_msgs_per_subject", count));
        maxValueSize.ifPresent(size -> config.addProperty("max_msg_size", size.bytes()));
        markerTtl.ifPresent(age -> {
            config.addProperty("allow_msg_ttl", true);
            config.addProperty("subject_delete_marker_ttl", age.toNanos());
        });
        republishDestination.ifPresent(destination -> {
            JsonObject republish = new JsonObject();
            republishSource.ifPresent(subject -> republish.addProperty("src", subject));
            republish.addProperty("dest", destination);
            republish.addProperty("headers_only", republishHeaders.orElse(false));
            config.add("republish", republish);
        });
        source.ifPresent(buckets -> {
            JsonArray sources = new JsonArray();
            buckets.forEach(from -> sources.add(transformed(from, bucket)));
            config.add("sources", sources);
        });
    }

    /** Sets the duplicate window: two minutes, but at most the maximum age of the values, as the server requires. */
    static void boundWindow(JsonObject config) {
        long age = config.get("max_age").getAsLong();
        long window = DUPLICATE_WINDOW.toNanos();
        config.addProperty("duplicate_window", age > 0 ? Math.min(age, window) : window);
    }

    /** Returns the configuration of a mirror or source, given the name of the bucket or of its stream. */
    static JsonObject stream(String bucket) {
        JsonObject stream = new JsonObject();
        stream.addProperty("name", bucket.startsWith("KV_") ? bucket : "KV_" + bucket);
        return stream;
    }

    private static JsonObject transformed(String from, String to) {
        JsonObject transform = new JsonObject();
        JsonObject source = stream(from);
        String origin = source.get("name").getAsString().substring("KV_".length());
        transform.addProperty("src", "$KV." + origin + ".>");
        transform.addProperty("dest", "$KV." + to + ".>");
        JsonArray transforms = new JsonArray();
        transforms.add(transform);
        source.add("subject_transforms", transforms);
        return source;
    }
}
