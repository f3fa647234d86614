package dev.binrun.verb.kv;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import java.util.Optional;

/** Removes a bucket with all its keys, or deletes one key: {@code nats kv rm BUCKET [KEY]}. */
@VerbDoc(
        value = "Removes a bucket with all its keys; with key, deletes only that key, as kv del",
        answers = "{success: true}; for a key, the marker's entry",
        example = """
            - kv rm: profiles
              expect: { success: true }
            """)
public record KvRm(
        @Arg(value = "the bucket", position = 0, required = true)
        String bucket,

        @Arg(value = "the key to delete, in place of the whole bucket", position = 1)
        Optional<String> key)
        implements Verb {

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        if (key.isPresent()) {
            return new KvDel(bucket, key.get(), Optional.empty(), Optional.empty()).run(world);
        }
        return KvBucket.bucket(bucket).ask(world, "STREAM.DELETE", null);
    }
}
