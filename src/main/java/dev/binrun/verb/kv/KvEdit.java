package dev.binrun.verb.kv;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgumentException;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.World;
import dev.binrun.verb.bucket.Bucket;
import dev.binrun.verb.bucket.BucketSettings;

/** Changes what it names of a bucket, and keeps the rest: {@code nats kv edit}. */
@VerbDoc(
        value = "Changes what it names of a bucket, and keeps the rest",
        answers = "the info of the stream behind it, and {bucket}",
        example = """
            - kv edit: { bucket: profiles, history: 10 }
              expect: { config: { max_msgs_per_subject: 10 } }
            """)
public record KvEdit(
        @Arg(value = "the bucket", position = 0, required = true)
        String bucket,

        BucketSettings settings,
        KvSettings values,

        @Arg("it is no mirror any more, but a bucket of its own")
        boolean noMirror)
        implements Verb {

    public KvEdit {
        if (noMirror && values.source().isPresent()) {
            throw new InvalidArgumentException("source", "end the mirror first, then give it sources");
        }
    }

    @Override
    public JsonObject run(World world) throws InterruptedException {
        Bucket changed = KvBucket.bucket(bucket);
        JsonObject config = changed.info(world).getAsJsonObject("config");
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
        return changed.update(world, config);
    }
}
