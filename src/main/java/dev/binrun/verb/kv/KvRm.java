package dev.binrun.verb.kv;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.verb.Does;
import dev.binrun.verb.Verb;
import dev.binrun.verb.World;

/** Removes a bucket with all that is in it: {@code nats kv rm BUCKET}. */
@Does(value = "Removes a bucket with all its keys", answers = "{success: true}", example = """
            - kv rm: profiles
              expect: { success: true }
            """)
public record KvRm(
        @Arg(value = "the bucket (a key is deleted with 'kv del')", position = 0, required = true)
        String bucket) implements Verb {

    @Override
    public JsonObject run(World world) throws InterruptedException {
        return KvBucket.bucket(bucket).ask(world, "STREAM.DELETE", null);
    }
}
