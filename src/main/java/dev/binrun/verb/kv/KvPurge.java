package dev.binrun.verb.kv;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.TemplateText;
import dev.binrun.verb.TimedVerb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.World;
import java.time.Duration;
import java.util.Optional;

/** Deletes a key with all its values, leaving only a marker: {@code nats kv purge}. */
@VerbDoc(
        value = "Deletes a key with all its values, leaving only a marker",
        answers = "the marker's entry",
        example = """
            - kv purge: profiles sue.color
              expect: { operation: PURGE }
            - kv history: profiles sue.color
              expect: { entries: [{ operation: PURGE }] }
            """)
public record KvPurge(
        @Arg(value = "the bucket", position = 0, required = true)
        String bucket,

        @Arg(value = "the key", position = 1, required = true)
        String key,

        @Arg("how long the marker is kept (Nats-TTL)") Optional<TemplateText> ttl,

        @Arg("only if this is the key's last revision; else the server refuses (10071)")
        Optional<Long> revision,

        @Arg("how long the answer is waited for; 5s if left out")
        Optional<Duration> timeout)
        implements TimedVerb {

    @Override
    public JsonObject run(World world) throws InterruptedException {
        KvWrite write = new KvWrite(world).ttl(ttl, world);
        revision.ifPresent(write::ifLast);
        return write.mark(world, bucket, key, KvOperation.PURGE);
    }
}
