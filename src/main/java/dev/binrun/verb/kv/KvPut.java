package dev.binrun.verb.kv;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.TemplateText;
import dev.binrun.verb.Payload;
import dev.binrun.verb.TimedVerb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import java.time.Duration;
import java.util.Optional;

/** Sets the value of a key: {@code nats kv put}. */
@VerbDoc(
        value = "Sets the value of a key",
        answers = "the new entry; created is the time of the acknowledgement",
        example = """
            - kv put: profiles sue.color dark blue
              expect: { value: dark blue, revision: 2, operation: PUT }
            """)
public record KvPut(
        @Arg(value = "the bucket", position = 0, required = true)
        String bucket,

        @Arg(value = "the key", position = 1, required = true)
        String key,

        @Arg(value = "the value", position = 2) Payload payload,

        @Arg("time to live of the value (header Nats-TTL)") Optional<TemplateText> ttl,

        @Arg("time limit for the server's reply; 5s if omitted")
        Optional<Duration> timeout)
        implements TimedVerb {

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        return new KvWrite(world, bucket, key).ttl(ttl).put(payload.bytes(world, 0));
    }
}
