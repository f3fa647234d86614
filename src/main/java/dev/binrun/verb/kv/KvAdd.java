package dev.binrun.verb.kv;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgumentException;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.bucket.Bucket;
import dev.binrun.verb.bucket.BucketAdd;
import dev.binrun.verb.bucket.BucketSettings;
import java.util.Optional;

/** Creates a bucket: {@code nats kv add}. */
@VerbDoc(value = "Creates a bucket", answers = "the info of the bucket's stream, and {bucket}", example = """
            - kv add: { bucket: prices, history: 5, ttl: 1h }
              expect: { bucket: prices, config: { name: KV_prices, max_msgs_per_subject: 5 } }
            """)
public record KvAdd(
        @Arg(value = "the bucket's name", position = 0, required = true)
        String bucket,

        BucketSettings settings,
        KvSettings values,

        @Arg(
                value = "storage type",
                words = {"file|f", "memory|m"})
        Optional<String> storage,

        @Arg("bucket that this one mirrors") Optional<String> mirror,
        @Arg("JetStream domain of the mirrored bucket") Optional<String> mirrorDomain)
        implements BucketAdd {

    public KvAdd {
        if (mirror.isPresent() && values.source().isPresent()) {
            throw new InvalidArgumentException(
                    "source", "a bucket has either a mirror or sources, not both; remove one");
        }
        if (mirrorDomain.isPresent() && mirror.isEmpty()) {
            throw new InvalidArgumentException(
                    "mirror_domain", "'mirror_domain' needs 'mirror', the bucket in that domain");
        }
    }

    @Override
    public Bucket.BucketKind kind() {
        return Bucket.BucketKind.KV;
    }

    @Override
    public void complete(JsonObject config) {
        config.addProperty("max_msgs_per_subject", 1);
        config.addProperty("deny_delete", true);
        values.applyTo(config, bucket);
        KvSettings.boundWindow(config);
        mirror.ifPresentOrElse(origin -> addMirror(config, origin), () -> config.add("subjects", subjects(bucket)));
    }

    /** Returns the subjects of a bucket's keys, as a list with one element. */
    static JsonArray subjects(String bucket) {
        JsonArray subjects = new JsonArray();
        subjects.add("$KV." + bucket + ".>");
        return subjects;
    }

    private void addMirror(JsonObject config, String origin) {
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
