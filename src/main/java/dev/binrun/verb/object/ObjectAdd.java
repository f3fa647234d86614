package dev.binrun.verb.object;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.verb.Verb;
import dev.binrun.verb.World;
import dev.binrun.verb.bucket.Bucket;
import dev.binrun.verb.bucket.BucketSettings;
import java.util.Optional;

/** Makes an object store: {@code nats object add}. */
public record ObjectAdd(
        @Arg(value = "the object store's name", position = 0, required = true)
        String bucket,

        @Arg("") BucketSettings settings,
        @Arg("file or memory") Optional<String> storage)
        implements Verb {

    @Override
    public JsonObject run(World world) throws InterruptedException {
        Bucket made = ObjectStore.bucket(bucket);
        JsonObject config = new JsonObject();
        config.addProperty("name", made.stream());
        JsonArray subjects = new JsonArray();
        subjects.add("$O." + bucket + ".C.>");
        subjects.add("$O." + bucket + ".M.>");
        config.add("subjects", subjects);
        config.addProperty("discard", "new");
        config.addProperty("allow_rollup_hdrs", true);
        config.addProperty("allow_direct", true);
        config.addProperty("max_bytes", -1);
        config.addProperty("num_replicas", 1);
        settings.applyTo(config);
        storage.or(world::defaultStorage).ifPresent(value -> config.addProperty("storage", value));
        return made.create(world, config);
    }
}
