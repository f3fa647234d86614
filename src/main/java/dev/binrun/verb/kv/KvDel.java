package dev.binrun.verb.kv;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.verb.TimedVerb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import java.time.Duration;
import java.util.Optional;

/** Deletes a key and keeps its older values: {@code nats kv del BUCKET KEY}. */
@VerbDoc(value = "Deletes a key: stores a marker after its values", answers = "the marker's entry", example = """
            - kv del: profiles sue.color
              expect: { operation: DEL }
            """)
public record KvDel(
        @Arg(value = "the bucket", position = 0, required = true)
        String bucket,

        @Arg(value = "the key ('kv rm' removes a whole bucket)", position = 1, required = true)
        String key,

        @Arg("last revision that the key must have; otherwise the server rejects the request (10071)")
        Optional<Long> revision,

        @Arg("time limit for the server's reply; 5s if omitted")
        Optional<Duration> timeout)
        implements TimedVerb {

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        KvWrite write = new KvWrite(world, bucket, key);
        revision.ifPresent(write::ifLast);
        return write.mark(KvOperation.DEL);
    }
}
