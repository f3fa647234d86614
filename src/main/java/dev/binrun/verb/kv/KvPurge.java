package dev.binrun.verb.kv;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.TemplateText;
import dev.binrun.verb.TimedVerb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import java.time.Duration;
import java.util.Optional;

/** Deletes a key and its older values: {@code nats kv purge}. */
@VerbDoc(
        value = "Deletes a key and its older values: keeps only a marker",
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

        @Arg("time to live of the marker (header Nats-TTL)") Optional<TemplateText> ttl,

        @Arg("last revision that the key must have; otherwise the server rejects the request (10071)")
        Optional<Long> revision,

        @Arg("time limit for the server's reply; 5s if omitted")
        Optional<Duration> timeout)
        implements TimedVerb {

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        KvWrite write = new KvWrite(world, bucket, key).ttl(ttl);
        revision.ifPresent(write::ifLast);
        return write.mark(KvOperation.PURGE);
    }
}
