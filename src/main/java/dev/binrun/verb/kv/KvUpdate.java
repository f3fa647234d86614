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

/** Sets a key's value if its last revision is the one that is expected: {@code nats kv update}. */
@VerbDoc(
        value = "Sets a key's value if its last revision is the one that is expected; else the server refuses (10071)",
        answers = "the new entry, created when it was acknowledged",
        example = """
            - kv update: profiles bob.color green 3
              expect: { revision: 4 }
            - kv update: { bucket: profiles, key: bob.color, value: grey, revision: 3 }
              error: 10071
            """)
public record KvUpdate(
        @Arg(value = "the bucket", position = 0, required = true)
        String bucket,

        @Arg(value = "the key", position = 1, required = true)
        String key,

        @Arg(value = "the value", position = 2) Payload payload,

        @Arg(
                value = "the key's last revision; if it is another, the server refuses (10071)",
                position = 3,
                required = true)
        long revision,

        @Arg("how long the value is kept (Nats-TTL)") Optional<TemplateText> ttl,

        @Arg("how long the answer is waited for; 5s if left out")
        Optional<Duration> timeout)
        implements TimedVerb {

    @Override
    public JsonObject run(World world) throws InterruptedException {
        return new KvWrite(world).ifLast(revision).ttl(ttl, world).put(world, bucket, key, payload.bytes(world, 0));
    }
}
