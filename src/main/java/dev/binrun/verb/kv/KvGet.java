package dev.binrun.verb.kv;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.verb.Does;
import dev.binrun.verb.StoredMessage;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbFailed;
import dev.binrun.verb.World;
import java.util.Optional;

/** Reads a key's value from the bucket's leader: {@code nats kv get}. What is deleted is not found. */
@Does(
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
        Optional<Long> revision)
        implements Verb {

    @Override
    public JsonObject run(World world) throws InterruptedException {
        KvBucket kv = new KvBucket(world, bucket);
        StoredMessage message = revision.isPresent() ? at(kv, revision.get()) : last(kv);
        JsonObject entry = kv.entry(message);
        String operation = entry.get("operation").getAsString();
        if (!operation.equals("PUT")) {
            throw VerbFailed.of(
                    404,
                    "not found: '" + key + "' in '" + bucket + "' was deleted (" + operation + " at revision "
                            + message.seq() + ")");
        }
        return entry;
    }

    private StoredMessage last(KvBucket kv) throws InterruptedException {
        return kv.last(key)
                .orElseThrow(() -> VerbFailed.noMessage("not found: '" + bucket + "' has no key '" + key + "'"));
    }

    private StoredMessage at(KvBucket kv, long seq) throws InterruptedException {
        String subject = kv.subjects(KvBucket.key(key));
        StoredMessage message = kv.reader()
                .at(seq)
                .orElseThrow(() -> VerbFailed.noMessage("not found: '" + bucket + "' has no revision " + seq));
        if (!message.subject().equals(subject)) {
            throw VerbFailed.of(
                    404, "not found: revision " + seq + " of '" + bucket + "' is of another key than '" + key + "'");
        }
        return message;
    }
}
