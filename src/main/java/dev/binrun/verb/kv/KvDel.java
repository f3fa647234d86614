package dev.binrun.verb.kv;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.verb.TimedVerb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.World;
import java.time.Duration;
import java.util.Optional;

/** Deletes a key, leaving a marker after its values: {@code nats kv del BUCKET KEY}. */
@VerbDoc(value = "Deletes a key, leaving a marker after its values", answers = "the marker's entry", example = """
            - kv del: profiles sue.color
              expect: { operation: DEL }
            """)
public record KvDel(
        @Arg(value = "the bucket", position = 0, required = true)
        String bucket,

        @Arg(value = "the key (a whole bucket is removed with 'kv rm')", position = 1, required = true)
        String key,

        @Arg("only if this is the key's last revision; else the server refuses (10071)")
        Optional<Long> revision,

        @Arg("how long the answer is waited for; 5s if left out")
        Optional<Duration> timeout)
        implements TimedVerb {

    @Override
    public JsonObject run(World world) throws InterruptedException {
        KvWrite write = new KvWrite(world);
        revision.ifPresent(write::ifLast);
        return write.mark(world, bucket, key, KvOperation.DEL);
    }
}
