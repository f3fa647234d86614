package dev.binrun.verb.kv;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgumentException;
import dev.binrun.verb.AssetVerb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.World;
import dev.binrun.verb.bucket.Bucket;
import dev.binrun.verb.bucket.BucketSettings;
import java.util.Optional;

/** Makes a bucket: {@code nats kv add}. */
@VerbDoc(value = "Makes a bucket", answers = "the info of the stream behind it, and {bucket}", example = """
            - kv add: { bucket: prices, history: 5, ttl: 1h }
              expect: { bucket: prices, config: { name: KV_prices, max_msgs_per_subject: 5 } }
            """)
public record KvAdd(
        @Arg(value = "the bucket's name", position = 0, required = true)
        String bucket,

        BucketSettings settings,
        KvSettings values,

        @Arg(
                value = "file or memory",
                words = {"file|f", "memory|m"})
        Optional<String> storage,

        @Arg("the bucket that this one mirrors") Optional<String> mirror,
        @Arg("that bucket's domain") Optional<String> mirrorDomain)
        implements AssetVerb {

    public KvAdd {
        if (mirror.isPresent() && values.source().isPresent()) {
            throw new InvalidArgumentException("source", "a bucket has either a mirror or sources, not both");
        }
        if (mirrorDomain.isPresent() && mirror.isEmpty()) {
            throw new InvalidArgumentException("mirror_domain", "mirror_domain needs a mirror");
        }
    }

    @Override
    public JsonObject run(World world) throws InterruptedException {
        return KvBucket.bucket(bucket).create(world, wanted(world));
    }

    @Override
    public String what() {
        return "bucket " + bucket;
    }

    @Override
    public Optional<String> infoSubject() {
        return Optional.of("STREAM.INFO." + KvBucket.bucket(bucket).stream());
    }

    @Override
    public JsonObject wanted(World world) {
        JsonObject config = defaults(KvBucket.bucket(bucket));
        settings.applyTo(config);
        values.applyTo(config, bucket);
        KvSettings.boundWindow(config);
        mirror.ifPresentOrElse(origin -> mirrored(config, origin), () -> config.add("subjects", subjects(bucket)));
        storage.or(world::defaultStorage).ifPresent(value -> config.addProperty("storage", value));
        return config;
    }

    /** The subjects of a bucket's keys. */
    static JsonArray subjects(String bucket) {
        JsonArray subjects = new JsonArray();
        subjects.add("$KV." + bucket + ".>");
        return subjects;
    }

    private static JsonObject defaults(Bucket bucket) {
        JsonObject config = new JsonObject();
        config.addProperty("name", bucket.stream());
        config.addProperty("max_msgs_per_subject", 1);
        config.addProperty("discard", "new");
        config.addProperty("allow_rollup_hdrs", true);
        config.addProperty("deny_delete", true);
        config.addProperty("allow_direct", true);
        config.addProperty("max_msgs", -1);
        config.addProperty("max_consumers", -1);
        config.addProperty("max_bytes", -1);
        config.addProperty("max_msg_size", -1);
        config.addProperty("max_age", 0);
        config.addProperty("num_replicas", 1);
        return config;
    }

    private void mirrored(JsonObject config, String origin) {
        JsonObject stream = KvSettings.stream(origin);
        mirrorDomain.ifPresent(domain -> {
            JsonObject external = new JsonObject();
            external.addProperty("api", "$JS." + domain + ".API");
            stream.add("external", external);
        });
        config.add("mirror", stream);
        config.addProperty("mirror_direct", true);
    }
}
