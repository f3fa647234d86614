package dev.binrun.verb.object;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.verb.AssetVerb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.World;
import dev.binrun.verb.bucket.BucketSettings;
import java.util.Optional;

/** Makes an object store: {@code nats object add}. */
@VerbDoc(value = "Makes an object store", answers = "the info of the store's stream, and {bucket}", example = """
            - object add: { bucket: photos, ttl: 1h }
              expect: { bucket: photos, config: { name: OBJ_photos } }
            """)
public record ObjectAdd(
        @Arg(value = "the object store's name", position = 0, required = true)
        String bucket,

        BucketSettings settings,

        @Arg(
                value = "file or memory",
                words = {"file|f", "memory|m"})
        Optional<String> storage)
        implements AssetVerb {

    @Override
    public JsonObject run(World world) throws InterruptedException {
        return ObjectStore.bucket(bucket).create(world, wanted(world));
    }

    @Override
    public String what() {
        return "object store " + bucket;
    }

    @Override
    public Optional<String> infoSubject() {
        return Optional.of("STREAM.INFO." + ObjectStore.bucket(bucket).stream());
    }

    @Override
    public JsonObject wanted(World world) {
        JsonObject config = new JsonObject();
        config.addProperty("name", ObjectStore.bucket(bucket).stream());
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
        return config;
    }
}
