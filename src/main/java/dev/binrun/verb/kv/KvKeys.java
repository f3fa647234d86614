package dev.binrun.verb.kv;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import java.util.Optional;

/** Lists the keys that have a value: {@code nats kv ls BUCKET}. */
@VerbDoc(value = "Lists the keys that have a value", answers = "{keys: […]}, sorted", example = """
            - kv keys: profiles *.color
              expect: { keys: [bob.color, sue.color] }
            """)
public record KvKeys(
        @Arg(value = "the bucket", position = 0, required = true)
        String bucket,

        @Arg(value = "filter of keys, with '*' and '>'; all keys if omitted", position = 1, also = "key")
        Optional<String> filter)
        implements Verb {

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        KvBucket kv = new KvBucket(world, bucket);
        JsonArray keys = new JsonArray();
        kv.reader().lastOfEach(kv.subjects(filter.orElse(">"))).stream()
                .filter(message -> KvOperation.of(message) == KvOperation.PUT)
                .map(message -> kv.keyOf(message.subject()))
                .sorted()
                .forEach(keys::add);
        JsonObject answer = new JsonObject();
        answer.add("keys", keys);
        return answer;
    }
}
