package dev.binrun.verb.kv;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.Text;
import dev.binrun.verb.Does;
import dev.binrun.verb.Payload;
import dev.binrun.verb.StoredMessage;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbFailed;
import dev.binrun.verb.World;
import java.util.Optional;

/** Sets the value of a key that is new, or was deleted: {@code nats kv create}. */
@Does(
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

        @Arg("how long the value is kept (Nats-TTL)") Optional<Text> ttl)
        implements Verb {

    private static final int WRONG_LAST_SEQUENCE = 10071;

    @Override
    public JsonObject run(World world) throws InterruptedException {
        byte[] value = payload.bytes(world, 0);
        try {
            return after(0, world, value);
        } catch (VerbFailed refused) {
            return after(lastIfDeleted(world, refused), world, value);
        }
    }

    private JsonObject after(long revision, World world, byte[] value) throws InterruptedException {
        return new KvWrite().ifLast(revision).ttl(ttl, world).put(world, bucket, key, value);
    }

    /** The revision of the marker of a deleted key: after it the key is new again (ADR-8). */
    private long lastIfDeleted(World world, VerbFailed refused) throws InterruptedException {
        boolean exists = refused.error().has("err_code")
                && refused.error().get("err_code").getAsInt() == WRONG_LAST_SEQUENCE;
        if (!exists) {
            throw refused;
        }
        Optional<StoredMessage> last = new KvBucket(world, bucket).last(key);
        return last.filter(message -> Operation.of(message) != Operation.PUT)
                .map(StoredMessage::seq)
                .orElseThrow(() -> refused);
    }
}
