package dev.binrun.verb.kv;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgumentException;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.World;
import dev.binrun.verb.bucket.Bucket;
import java.util.Optional;

/** The buckets with what the server knows of each, or the keys of one: {@code nats kv ls}. */
@VerbDoc(
        value = "Lists the buckets; the keys of one, as kv keys does",
        answers = "{buckets: […]}, sorted by name, each with its info; of one {keys: […]}",
        example = """
            - kv ls:
              expect: { buckets: { any: { bucket: profiles } } }
            """)
public record KvLs(
        @Arg(value = "list this bucket's keys, as 'kv keys' does", position = 0)
        Optional<String> bucket,

        @Arg(value = "which keys, with '*' and '>'", position = 1, also = "key")
        Optional<String> filter,

        @Arg("of the buckets only their names") boolean names)
        implements Verb {

    public KvLs {
        if (filter.isPresent() && bucket.isEmpty()) {
            throw new InvalidArgumentException("filter", "a filter of keys needs the bucket that they are in");
        }
        if (names && bucket.isPresent()) {
            throw new InvalidArgumentException("names", "names is for a list of buckets, of keys there are only names");
        }
    }

    @Override
    public JsonObject run(World world) throws InterruptedException {
        if (bucket.isPresent()) {
            return new KvKeys(bucket.get(), filter).run(world);
        }
        JsonObject answer = new JsonObject();
        answer.add("buckets", Bucket.all(world, Bucket.BucketKind.KV, names));
        return answer;
    }
}
