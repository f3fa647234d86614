package dev.binrun.verb.kv;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;

/** Reads all stored values and markers of a key: {@code nats kv history}. */
@VerbDoc(
        value = "Reads all stored values and markers of a key",
        answers = "{entries: […]}, oldest first",
        example = """
            - kv history: profiles sue.color
              expect: { entries: [{ value: blue }, { value: dark blue }] }
            """)
public record KvHistory(
        @Arg(value = "the bucket", position = 0, required = true)
        String bucket,

        @Arg(value = "the key, or a filter with '*' and '>'", position = 1, required = true)
        String key)
        implements Verb {

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        KvBucket kv = new KvBucket(world, bucket);
        JsonArray entries = new JsonArray();
        kv.reader().each(kv.subjects(key), message -> entries.add(kv.entry(message)));
        JsonObject answer = new JsonObject();
        answer.add("entries", entries);
        return answer;
    }
}
