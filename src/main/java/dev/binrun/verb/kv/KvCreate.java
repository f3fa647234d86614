package dev.binrun.verb.kv;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.TemplateText;
import dev.binrun.jetstream.StoredMessage;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.Payload;
import dev.binrun.verb.TimedVerb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import java.time.Duration;
import java.util.Optional;

/** Sets the value of a key that has none: {@code nats kv create}. */
@VerbDoc(
        value = "Sets the value of a key that is new or deleted; the server rejects other keys (10071)",
        answers = "the new entry; created is the time of the acknowledgement",
        example = """
            - kv create: profiles bob.color red
              expect: { revision: 3 }
            - kv create: profiles bob.color green
              error: 10071
            """)
public record KvCreate(
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
        byte[] value = payload.bytes(world, 0);
        KvWrite write = new KvWrite(world, bucket, key).ttl(ttl).ifLast(0);
        try {
            return write.create(value);
        } catch (VerbFailedException rejected) {
            return createAfter(markerOrThrow(world, rejected, write), world, value);
        }
    }

    /** Records a second rejection as unexplained, because another client may have written since the read. */
    private JsonObject createAfter(long marker, VerbWorld world, byte[] value) throws InterruptedException {
        KvWrite write = new KvWrite(world, bucket, key).ttl(ttl).ifLast(marker);
        try {
            return write.create(value);
        } catch (VerbFailedException rejected) {
            if (rejected.isWrongLastSequence()) {
                write.recordRejection();
            }
            throw rejected;
        }
    }

    /** Returns the revision of the marker if the key is deleted, because it is new again then (ADR-8). */
    private long markerOrThrow(VerbWorld world, VerbFailedException rejected, KvWrite write)
            throws InterruptedException {
        if (!rejected.isWrongLastSequence()) {
            throw rejected;
        }
        Optional<StoredMessage> last = new KvBucket(world, bucket).last(key);
        if (last.isPresent() && KvOperation.of(last.get()) == KvOperation.PUT) {
            write.recordConflict();
            throw rejected;
        }
        write.recordRejection();
        return last.map(StoredMessage::seq).orElseThrow(() -> rejected);
    }
}
