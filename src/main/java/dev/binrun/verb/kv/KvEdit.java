package dev.binrun.verb.kv;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgumentException;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import dev.binrun.verb.bucket.Bucket;
import dev.binrun.verb.bucket.BucketSettings;

/** Changes some settings of a bucket: {@code nats kv edit}. */
@VerbDoc(
        value = "Changes the named settings of a bucket and keeps the others",
        answers = "the info of the bucket's stream, and {bucket}",
        example = """
            - kv edit: { bucket: profiles, history: 10 }
              expect: { config: { max_msgs_per_subject: 10 } }
            """)
public record KvEdit(
        @Arg(value = "the bucket", position = 0, required = true)
        String bucket,

        BucketSettings settings,
        KvSettings values,

        @Arg("turn a mirror into an independent bucket") boolean noMirror)
        implements Verb {

    public KvEdit {
        if (noMirror && values.source().isPresent()) {
            throw new InvalidArgumentException(
                    "source", "a bucket cannot lose its mirror and get sources in one step; use two steps");
        }
    }

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        Bucket edited = KvBucket.bucket(bucket);
        JsonObject config = edited.info(world).getAsJsonObject("config");
        settings.applyTo(config);
        values.applyTo(config, bucket);
        if (settings.ttl().isPresent()) {
            KvSettings.boundWindow(config);
        }
        if (noMirror) {
            config.remove("mirror");
            config.remove("mirror_direct");
            config.add("subjects", KvAdd.subjects(bucket));
        }
        return edited.update(world, config);
    }
}
