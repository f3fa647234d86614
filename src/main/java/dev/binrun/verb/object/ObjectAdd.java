package dev.binrun.verb.object;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.bucket.Bucket;
import dev.binrun.verb.bucket.BucketAdd;
import dev.binrun.verb.bucket.BucketSettings;
import java.util.Optional;

/** Creates an object store: {@code nats object add}. */
@VerbDoc(value = "Creates an object store", answers = "the info of the store's stream, and {bucket}", example = """
            - object add: { bucket: photos, ttl: 1h }
              expect: { bucket: photos, config: { name: OBJ_photos } }
            """)
public record ObjectAdd(
        @Arg(value = "the object store's name", position = 0, required = true)
        String bucket,

        BucketSettings settings,

        @Arg(
                value = "storage type",
                words = {"file|f", "memory|m"})
        Optional<String> storage)
        implements BucketAdd {

    @Override
    public Bucket.BucketKind kind() {
        return Bucket.BucketKind.OBJECT;
    }

    @Override
    public void complete(JsonObject config) {
        JsonArray subjects = new JsonArray();
        subjects.add("$O." + bucket + ".C.>");
        subjects.add("$O." + bucket + ".M.>");
        config.add("subjects", subjects);
    }
}
