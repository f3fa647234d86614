package dev.binrun.verb.bucket;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.JsonFields;
import dev.binrun.form.Size;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings of any bucket. An omitted setting keeps its value, or gets the server's default. */
public record BucketSettings(
        @Arg("purpose of the bucket") Optional<String> description,

        @Arg(value = "maximum age of the content", also = "max_age")
        Optional<Duration> ttl,

        @Arg(value = "number of servers that hold the bucket; 1 if omitted", also = "num_replicas")
        Optional<Long> replicas,

        @Arg(value = "maximum size of the bucket, in bytes", also = "max_bytes")
        Optional<Size> maxBucketSize,

        @Arg("tags of the servers that hold the bucket") Optional<List<String>> tags,
        @Arg("cluster that holds the bucket") Optional<String> cluster,

        @Arg(value = "compress the stored content (S2)", also = "compression")
        Optional<Boolean> compress,

        @Arg("texts by name, stored with the bucket") Optional<Map<String, String>> metadata) {

    /** Writes the settings that are present into the configuration of a stream. */
    public void applyTo(JsonObject config) {
        description.ifPresent(text -> config.addProperty("description", text));
        ttl.ifPresent(age -> config.addProperty("max_age", age.toNanos()));
        replicas.ifPresent(count -> config.addProperty("num_replicas", count));
        maxBucketSize.ifPresent(size -> config.addProperty("max_bytes", size.bytes()));
        compress.ifPresent(compressed -> config.addProperty("compression", compressed ? "s2" : "none"));
        metadata.ifPresent(map -> {
            JsonObject texts = new JsonObject();
            map.forEach(texts::addProperty);
            config.add("metadata", texts);
        });
        placement(config);
    }

    private void placement(JsonObject config) {
        if (tags.isEmpty() && cluster.isEmpty()) {
            return;
        }
        JsonObject placement = JsonFields.object(config, "placement");
        cluster.ifPresent(name -> placement.addProperty("cluster", name));
        tags.ifPresent(words -> {
            JsonArray list = new JsonArray();
            words.forEach(list::add);
            placement.add("tags", list);
        });
        config.add("placement", placement);
    }
}
