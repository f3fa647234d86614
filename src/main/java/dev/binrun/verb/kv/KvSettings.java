package dev.binrun.verb.kv;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgumentException;
import dev.binrun.form.Size;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What can be set of a bucket of values, beside what any bucket has. */
public record KvSettings(
        @Arg(value = "how many values are kept of each key; 1 if left out", also = "max_msgs_per_subject")
        Optional<Long> history,

        @Arg(
                value = "lets keys have a time to live of their own, and how long the markers of deleted ones stay",
                also = {"limit_marker_ttl", "subject_delete_marker_ttl"})
        Optional<Duration> markerTtl,

        @Arg(value = "the largest value, in bytes", also = "max_msg_size")
        Optional<Size> maxValueSize,

        @Arg("messages on this subject are published again") Optional<String> republishSource,
        @Arg("where they are published again") Optional<String> republishDestination,
        @Arg("publish their headers only") Optional<Boolean> republishHeaders,

        @Arg(value = "buckets whose values come here too", also = "sources")
        Optional<List<String>> source) {

    private static final Duration DUPLICATE_WINDOW = Duration.ofMinutes(2);

    public KvSettings {
        if (republishDestination.isEmpty() && republishSource.isPresent()) {
            throw new InvalidArgumentException("republish_source", "republish_source needs a republish_destination");
        }
        if (republishDestination.isEmpty() && republishHeaders.isPresent()) {
            throw new InvalidArgumentException("republish_headers", "republish_headers needs a republish_destination");
        }
    }

    /** Sets in the configuration of a bucket's stream what is said; the keys of its sources become its own. */
    void applyTo(JsonObject config, String bucket) {
        history.ifPresent(count -> config.addProperty("max_msgs_per_subject", count));
        maxValueSize.ifPresent(size -> config.addProperty("max_msg_size", size.bytes()));
        markerTtl.ifPresent(keep -> {
            config.addProperty("allow_msg_ttl", true);
            config.addProperty("subject_delete_marker_ttl", keep.toNanos());
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

    /** Duplicates are known for two minutes, but not longer than values are kept, which the server would refuse. */
    static void boundWindow(JsonObject config) {
        long age = config.get("max_age").getAsLong();
        long window = DUPLICATE_WINDOW.toNanos();
        config.addProperty("duplicate_window", age > 0 ? Math.min(age, window) : window);
    }

    /** The stream behind a bucket, which may be called by either name. */
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
