package dev.binrun.verb.kv;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.history.PendingOperation;
import dev.binrun.jetstream.StoredMessage;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.TimedVerb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.World;
import java.time.Duration;
import java.util.Optional;

/** Reads a key's value, from the bucket's leader if nothing else is said: {@code nats kv get}. What is deleted is not found. */
@VerbDoc(
        value = "Reads a key's value; what is not there or deleted is the error 404",
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

        @Arg(value = "the value as of this revision; the last if left out", min = 1)
        Optional<Long> revision,

        @Arg("ask whichever server has the bucket, or a mirror of it, and not its leader: what it answers may be old")
        boolean direct,

        @Arg("how long the answer is waited for; 5s if left out")
        Optional<Duration> timeout)
        implements TimedVerb {

    @Override
    public JsonObject run(World world) throws InterruptedException {
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

    private StoredMessage last(World world, KvBucket kv) throws InterruptedException {
        PendingOperation recorded = world.recorder().kvGet(bucket, key);
        Optional<StoredMessage> found;
        try {
            found = kv.last(key, direct);
        } catch (VerbFailedException e) {
            if (e.isNoStream()) { // then no key is there either
                recorded.notFound();
            }
            throw e;
        }
        if (!kv.isMirror()) { // which is another register, and lags behind its origin's
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
                    404, "not found: revision " + seq + " of '" + bucket + "' is of another key than '" + key + "'");
        }
        return message;
    }
}
