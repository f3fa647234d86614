package dev.binrun.verb.object;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import dev.binrun.verb.bucket.Bucket;
import java.util.Optional;

/** Lists the objects of a store, or the object stores: {@code nats object ls}. */
@VerbDoc(
        value = "Lists the objects of a store, or the object stores",
        answers = "{objects: […]} or {buckets: […]}, sorted by name, each with its info",
        example = """
            - object ls: invoices
              expect: { objects: [{ name: 1.txt }] }
            """)
public record ObjectLs(
        @Arg(value = "object store whose objects to list; lists all stores if omitted", position = 0)
        Optional<String> bucket,

        @Arg("list only the names of the stores") boolean names)
        implements Verb {

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        JsonObject answer = new JsonObject();
        if (bucket.isPresent()) {
            answer.add("objects", new ObjectStore(world, bucket.get()).all());
        } else {
            answer.add("buckets", Bucket.all(world, Bucket.BucketKind.OBJECT, names));
        }
        return answer;
    }
}
