package dev.binrun.verb.kv;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.history.PendingOperation;
import dev.binrun.jetstream.StoredMessage;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.TimedVerb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import java.time.Duration;
import java.util.Optional;

/** Reads the value of a key: {@code nats kv get}. A deleted key is not found. */
@VerbDoc(
        value = "Reads the value of a key; a missing or deleted key is the error 404",
        answers = "the entry: {bucket, key, value, json, revision, operation, created}",
        example = """
            - kv get: profiles sue.color
              expect: { value: dark blue, revision: 2 }
            - kv get: profiles sue.size
              error: not found
            """)
public record KvGet(
        @Arg(value = "the bucket", position = 0, required = true)
        String bucket,

        @Arg(value = "the key", position = 1, required = true)
        String key,

        @Arg(value = "revision to read; the last if omitted", min = 1)
        Optional<Long> revision,

        @Arg("read from any replica or mirror, whose value can be old; without it, the leader replies")
        boolean direct,

        @Arg("time limit for the server's reply; 5s if omitted")
        Optional<Duration> timeout)
        implements TimedVerb {

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        KvBucket kv = new KvBucket(world, bucket);
        StoredMessage message = revision.isPresent() ? at(kv, revision.get()) : last(world, kv);
        JsonObject entry = kv.entry(message);
        String operation = entry.get("operation").getAsString();
        if (!operation.equals("PUT")) {
            throw VerbFailedException.of(
                    404,
                    "not found: '" + key + "' in '" + bucket + "' was deleted (" + operation + " at revision "
                            + message.seq() + ")");
        }
        return entry;
    }

    private StoredMessage last(VerbWorld world, KvBucket kv) throws InterruptedException {
        PendingOperation recorded = world.recorder().kvGet(bucket, key);
        Optional<StoredMessage> found;
        try {
            found = kv.last(key, direct);
        } catch (VerbFailedException e) {
            if (e.isNoStream()) { // without a stream, the key cannot exist
                recorded.notFound();
            }
            throw e;
        }
        if (!kv.isMirror()) { // a mirror is another register, behind its origin
            record(recorded, found);
        }
        return found.orElseThrow(
                () -> VerbFailedException.noMessage("not found: '" + bucket + "' has no key '" + key + "'"));
    }

    private static void record(PendingOperation recorded, Optional<StoredMessage> found) {
        if (found.isPresent() && KvOperation.of(found.get()) == KvOperation.PUT) {
            recorded.found(found.get().seq(), found.get().data());
        } else {
            recorded.notFound();
        }
    }

    private StoredMessage at(KvBucket kv, long seq) throws InterruptedException {
        String subject = kv.subjects(KvBucket.key(key));
        StoredMessage message = kv.reader()
                .at(seq, direct)
                .orElseThrow(() -> VerbFailedException.noMessage("not found: '" + bucket + "' has no revision " + seq));
        if (!message.subject().equals(subject)) {
            throw VerbFailedException.of(
                    404,
                    "not found: revision " + seq + " of '" + bucket + "' belongs to another key than '" + key + "'");
        }
        return message;
    }
}
