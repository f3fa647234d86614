package dev.binrun.verb.kv;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgumentException;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import dev.binrun.verb.bucket.Bucket;
import java.util.Optional;

/** Lists the buckets, or the keys of one bucket: {@code nats kv ls}. */
@VerbDoc(
        value = "Lists the buckets, or the keys of one bucket",
        answers = "{buckets: […]}, sorted by name, each with its info; for one bucket {keys: […]}",
        example = """
            - kv ls:
              expect: { buckets: { any: { bucket: profiles } } }
            """)
public record KvLs(
        @Arg(value = "bucket whose keys to list; lists all buckets if omitted", position = 0)
        Optional<String> bucket,

        @Arg(value = "filter of keys, with '*' and '>'", position = 1, also = "key")
        Optional<String> filter,

        @Arg("list only the names of the buckets") boolean names)
        implements Verb {

    public KvLs {
        if (filter.isPresent() && bucket.isEmpty()) {
            throw new InvalidArgumentException("filter", "a filter of keys needs 'bucket', the bucket with the keys");
        }
        if (names && bucket.isPresent()) {
            throw new InvalidArgumentException(
                    "names", "'names' has no effect on the list of keys of one bucket; remove it");
        }
    }

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        if (bucket.isPresent()) {
            return new KvKeys(bucket.get(), filter).run(world);
        }
        JsonObject answer = new JsonObject();
        answer.add("buckets", Bucket.all(world, Bucket.BucketKind.KV, names));
        return answer;
    }
}
