package dev.binrun.verb.kv;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.TemplateText;
import dev.binrun.verb.Payload;
import dev.binrun.verb.TimedVerb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.World;
import java.time.Duration;
import java.util.Optional;

/** Sets a key's value: {@code nats kv put}. */
@VerbDoc(value = "Sets a key's value", answers = "the new entry, created when it was acknowledged", example = """
            - kv put: profiles sue.color dark blue
              expect: { value: dark blue, revision: 2, operation: PUT }
            """)
public record KvPut(
        @Arg(value = "the bucket", position = 0, required = true)
        String bucket,

        @Arg(value = "the key", position = 1, required = true)
        String key,

        @Arg(value = "the value", position = 2) Payload payload,

        @Arg("how long the value is kept (Nats-TTL)") Optional<TemplateText> ttl,

        @Arg("how long the answer is waited for; 5s if left out")
        Optional<Duration> timeout)
        implements TimedVerb {

    @Override
    public JsonObject run(World world) throws InterruptedException {
        return new KvWrite(world).ttl(ttl, world).put(world, bucket, key, payload.bytes(world, 0));
    }
}
