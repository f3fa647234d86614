package dev.binrun.verb.kv;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;

/** Reads the state and configuration of a bucket: {@code nats kv info}. */
@VerbDoc(
        value = "Reads the state and configuration of a bucket",
        answers = "the info of the bucket's stream, and {bucket}",
        example = """
            - kv info: profiles
              expect: { bucket: profiles, state: { messages: 1 } }
            """)
public record KvInfo(
        @Arg(value = "the bucket", position = 0, required = true)
        String bucket) implements Verb {

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        return KvBucket.bucket(bucket).info(world);
    }
}
