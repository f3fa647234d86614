package dev.binrun.verb.bucket;

import com.google.gson.JsonObject;
import dev.binrun.verb.AssetVerb;
import dev.binrun.verb.VerbWorld;
import java.util.Optional;

/** A verb that creates a bucket or an object store. */
public interface BucketAdd extends AssetVerb {
    /** Returns the kind of bucket that the verb creates. */
    Bucket.BucketKind kind();

    /** Returns the name of the bucket, without the prefix of its stream. */
    String bucket();

    /** Returns the settings that both kinds of buckets have. */
    BucketSettings settings();

    /** Returns the storage: {@code file} or {@code memory}; empty for the scenario's default. */
    Optional<String> storage();

    /** Adds the subjects, and the settings that only this kind has, to the configuration of the bucket's stream. */
    void complete(JsonObject config);

    @Override
    default JsonObject run(VerbWorld world) throws InterruptedException {
        return new Bucket(kind(), bucket()).create(world, wanted(world));
    }

    @Override
    default String what() {
        return kind() + " " + bucket();
    }

    @Override
    default Optional<String> infoSubject() {
        return Optional.of("STREAM.INFO." + new Bucket(kind(), bucket()).stream());
    }

    @Override
    default JsonObject wanted(VerbWorld world) {
        JsonObject config = new JsonObject();
        config.addProperty("name", new Bucket(kind(), bucket()).stream());
        config.addProperty("discard", "new");
        config.addProperty("allow_rollup_hdrs", true);
        config.addProperty("allow_direct", true);
        config.addProperty("max_msgs", -1);
        config.addProperty("max_consumers", -1);
        config.addProperty("max_bytes", -1);
        config.addProperty("max_msg_size", -1);
        config.addProperty("max_age", 0);
        config.addProperty("num_replicas", 1);
        settings().applyTo(config);
        complete(config);
        storage().or(world::defaultStorage).ifPresent(value -> config.addProperty("storage", value));
        return config;
    }
}
