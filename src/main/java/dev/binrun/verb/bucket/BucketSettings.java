package dev.binrun.verb.bucket;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.Size;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can be set of a bucket, whatever it holds; what is left out stays as it is, or as the server makes it. */
public record BucketSettings(
        @Arg("what it is for") Optional<String> description,

        @Arg(value = "how long what is in it is kept", also = "max_age")
        Optional<Duration> ttl,

        @Arg(value = "how many servers hold it; 1 if left out", also = "num_replicas")
        Optional<Long> replicas,

        @Arg(value = "how large it may become, in bytes", also = "max_bytes")
        Optional<Size> maxBucketSize,

        @Arg("servers with these tags hold it") Optional<List<String>> tags,
        @Arg("the cluster that holds it") Optional<String> cluster,

        @Arg(value = "compress what is stored", also = "compression")
        Optional<Boolean> compress,

        @Arg("text by text, kept with it") Optional<Map<String, String>> metadata) {

    /** Sets in a stream's configuration what is said. */
    public void applyTo(JsonObject config) {
        description.ifPresent(text -> config.addProperty("description", text));
        ttl.ifPresent(age -> config.addProperty("max_age", age.toNanos()));
        replicas.ifPresent(count -> config.addProperty("num_replicas", count));
        maxBucketSize.ifPresent(size -> config.addProperty("max_bytes", size.bytes()));
        compress.ifPresent(yes -> config.addProperty("compression", yes ? "s2" : "none"));
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
        JsonObject placement = config.has("placement") ? config.getAsJsonObject("placement") : new JsonObject();
        cluster.ifPresent(name -> placement.addProperty("cluster", name));
        tags.ifPresent(words -> {
            JsonArray list = new JsonArray();
            words.forEach(list::add);
            placement.add("tags", list);
        });
        config.add("placement", placement);
    }
}
