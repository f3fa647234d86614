package dev.binrun.verb.kv;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgument;
import dev.binrun.form.Size;
import dev.binrun.verb.Api;
import dev.binrun.verb.Configuration;
import dev.binrun.verb.Verb;
import dev.binrun.verb.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a bucket: {@code nats kv add}. A bucket is the stream {@code KV_<bucket>} (ADR-8). */
public record KvAdd(
        @Arg(value = "the bucket's name", position = 0, required = true)
        String bucket,

        @Arg("what it is for") Optional<String> description,

        @Arg("how many values are kept of each key; 1 if left out")
        Optional<Long> history,

        @Arg("how long values are kept") Optional<Duration> ttl,

        @Arg("lets keys have a time to live of their own, and how long the markers of deleted ones stay")
        Optional<Duration> markerTtl,

        @Arg("file or memory") Optional<String> storage,
        @Arg("how many servers hold it; 1 if left out") Optional<Long> replicas,
        @Arg("the largest value, in bytes") Optional<Size> maxValueSize,
        @Arg("how large it may become, in bytes") Optional<Size> maxBucketSize,
        @Arg("servers with these tags hold it") Optional<List<String>> tags,
        @Arg("the cluster that holds it") Optional<String> cluster,

        @Arg(value = "compress what is stored", also = "compression")
        boolean compress,

        @Arg("text by text, kept with it") Optional<Map<String, String>> metadata,
        @Arg("messages on this subject are published again") Optional<String> republishSource,
        @Arg("where they are published again") Optional<String> republishDestination,
        @Arg("publish their headers only") boolean republishHeaders,
        @Arg("the bucket that this one mirrors") Optional<String> mirror,
        @Arg("that bucket's domain") Optional<String> mirrorDomain,

        @Arg(value = "buckets whose values come here too", also = "sources")
        Optional<List<String>> source)
        implements Verb {

    private static final Duration DUPLICATE_WINDOW = Duration.ofMinutes(2);

    public KvAdd {
        if (mirror.isPresent() && source.isPresent()) {
            throw new InvalidArgument("source", "a bucket has either a mirror or sources, not both");
        }
        if (republishDestination.isEmpty() && republishSource.isPresent()) {
            throw new InvalidArgument("republish_source", "republish_source needs a republish_destination");
        }
    }

    @Override
    public JsonObject run(World world) throws InterruptedException {
        JsonObject config = config();
        storage.or(world::defaultStorage).ifPresent(value -> config.addProperty("storage", value));
        JsonObject answer = Api.ask(world, "STREAM.CREATE.KV_" + bucket, config);
        Configuration.mustHold(config, answer, world.serverVersion());
        return answer;
    }

    private JsonObject config() {
        JsonObject config = new JsonObject();
        config.addProperty("name", "KV_" + bucket);
        description.ifPresent(text -> config.addProperty("description", text));
        config.addProperty("max_msgs_per_subject", history.orElse(1L));
        config.addProperty("discard", "new");
        config.addProperty("allow_rollup_hdrs", true);
        config.addProperty("deny_delete", true);
        config.addProperty("allow_direct", true);
        config.addProperty("max_msgs", -1);
        config.addProperty("max_consumers", -1);
        config.addProperty("max_bytes", maxBucketSize.map(Size::bytes).orElse(-1L));
        config.addProperty("max_msg_size", maxValueSize.map(Size::bytes).orElse(-1L));
        config.addProperty("max_age", ttl.orElse(Duration.ZERO).toNanos());
        config.addProperty("duplicate_window", window().toNanos());
        config.addProperty("num_replicas", replicas.orElse(1L));
        if (compress) {
            config.addProperty("compression", "s2");
        }
        markerTtl.ifPresent(keep -> {
            config.addProperty("allow_msg_ttl", true);
            config.addProperty("subject_delete_marker_ttl", keep.toNanos());
        });
        metadata.ifPresent(map -> config.add("metadata", texts(map)));
        placement(config);
        republish(config);
        origin(config);
        return config;
    }

    private Duration window() {
        return ttl.filter(age -> !age.isZero() && age.compareTo(DUPLICATE_WINDOW) < 0)
                .orElse(DUPLICATE_WINDOW);
    }

    private void placement(JsonObject config) {
        if (tags.isPresent() || cluster.isPresent()) {
            JsonObject placement = new JsonObject();
            cluster.ifPresent(name -> placement.addProperty("cluster", name));
            tags.ifPresent(list -> placement.add("tags", list(list)));
            config.add("placement", placement);
        }
    }

    private void republish(JsonObject config) {
        republishDestination.ifPresent(destination -> {
            JsonObject republish = new JsonObject();
            republishSource.ifPresent(subject -> republish.addProperty("src", subject));
            republish.addProperty("dest", destination);
            republish.addProperty("headers_only", republishHeaders);
            config.add("republish", republish);
        });
    }

    private void origin(JsonObject config) {
        if (mirror.isPresent()) {
            JsonObject origin = stream(mirror.get());
            mirrorDomain.ifPresent(domain -> {
                JsonObject external = new JsonObject();
                external.addProperty("api", "$JS." + domain + ".API");
                origin.add("external", external);
            });
            config.add("mirror", origin);
            config.addProperty("mirror_direct", true);
            return;
        }
        config.add("subjects", list(List.of("$KV." + bucket + ".>")));
        source.ifPresent(buckets -> {
            JsonArray sources = new JsonArray();
            buckets.forEach(from -> sources.add(transformed(from)));
            config.add("sources", sources);
        });
    }

    private JsonObject transformed(String from) {
        JsonObject transform = new JsonObject();
        transform.addProperty("src", "$KV." + from + ".>");
        transform.addProperty("dest", "$KV." + bucket + ".>");
        JsonArray transforms = new JsonArray();
        transforms.add(transform);
        JsonObject source = stream(from);
        source.add("subject_transforms", transforms);
        return source;
    }

    private static JsonObject stream(String bucket) {
        JsonObject stream = new JsonObject();
        stream.addProperty("name", bucket.startsWith("KV_") ? bucket : "KV_" + bucket);
        return stream;
    }

    private static JsonArray list(List<String> texts) {
        JsonArray list = new JsonArray();
        texts.forEach(list::add);
        return list;
    }

    private static JsonObject texts(Map<String, String> map) {
        JsonObject tree = new JsonObject();
        map.forEach(tree::addProperty);
        return tree;
    }
}
