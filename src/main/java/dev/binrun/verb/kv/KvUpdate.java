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

/** Sets the value of a key that has a certain last revision: {@code nats kv update}. */
@VerbDoc(
        value =
                "Sets the value of a key if its last revision is the given one; otherwise the server rejects it (10071)",
        answers = "the new entry; created is the time of the acknowledgement",
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

        @Arg(value = "the last revision that the key must have", position = 3, required = true)
        long revision,

        @Arg("time to live of the value (header Nats-TTL)") Optional<TemplateText> ttl,

        @Arg("time limit for the server's reply; 5s if omitted")
        Optional<Duration> timeout)
        implements TimedVerb {

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        return new KvWrite(world, bucket, key).ifLast(revision).ttl(ttl).put(payload.bytes(world, 0));
    }
}
