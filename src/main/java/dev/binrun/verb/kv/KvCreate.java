package dev.binrun.verb.kv;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.TemplateText;
import dev.binrun.jetstream.StoredMessage;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.Payload;
import dev.binrun.verb.TimedVerb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.World;
import java.time.Duration;
import java.util.Optional;

/** Sets the value of a key that is new, or was deleted: {@code nats kv create}. */
@VerbDoc(
        value = "Sets the value of a key that is new, or was deleted; else the server refuses (10071)",
        answers = "the new entry, created when it was acknowledged",
        example = """
            - kv create: profiles bob.color red
              expect: { revision: 3 }
            - kv create: profiles bob.color green
              error: 10071
            """)
public record KvCreate(
        @Arg(value = "the bucket", position = 0, required = true)
        String bucket,

        @Arg(value = "the key; if it has a value, the server refuses (10071)", position = 1, required = true)
        String key,

        @Arg(value = "the value", position = 2) Payload payload,

        @Arg("how long the value is kept (Nats-TTL)") Optional<TemplateText> ttl,

        @Arg("how long the answer is waited for; 5s if left out")
        Optional<Duration> timeout)
        implements TimedVerb {

    @Override
    public JsonObject run(World world) throws InterruptedException {
        byte[] value = payload.bytes(world, 0);
        KvWrite first = new KvWrite(world).ttl(ttl, world).ifLast(0);
        try {
            return first.create(world, bucket, key, value);
        } catch (VerbFailedException refused) {
            return again(lastIfDeleted(world, refused, first), world, value);
        }
    }

    /** Nothing is known of what came between, so that a refusal does not say that the key has a value. */
    private JsonObject again(long deletedAt, World world, byte[] value) throws InterruptedException {
        KvWrite again = new KvWrite(world).ttl(ttl, world).ifLast(deletedAt);
        try {
            return again.create(world, bucket, key, value);
        } catch (VerbFailedException refused) {
            if (refused.isWrongLastSequence()) {
                again.refused();
            }
            throw refused;
        }
    }

    /** The revision of the marker of a deleted key: after it the key is new again (ADR-8). */
    private long lastIfDeleted(World world, VerbFailedException refused, KvWrite write) throws InterruptedException {
        if (!refused.isWrongLastSequence()) {
            throw refused;
        }
        Optional<StoredMessage> last = new KvBucket(world, bucket).last(key);
        if (last.isPresent() && KvOperation.of(last.get()) == KvOperation.PUT) {
            write.conflict();
            throw refused;
        }
        write.refused();
        return last.map(StoredMessage::seq).orElseThrow(() -> refused);
    }
}
