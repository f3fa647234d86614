package dev.binrun.verb.bucket;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.AppliedConfiguration;
import dev.binrun.jetstream.StreamList;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.World;
import java.util.regex.Pattern;

/** A bucket by its name, and the stream behind it: {@code KV_<name>} holds values (ADR-8), {@code OBJ_<name>} objects (ADR-20). */
public record Bucket(BucketKind kind, String name) {
    /** What a bucket holds. */
    public enum BucketKind {
        KV("KV_", "bucket"),
        OBJECT("OBJ_", "object store");

        private final String prefix;
        private final String words;

        BucketKind(String prefix, String words) {
            this.prefix = prefix;
            this.words = words;
        }
    }

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]+");

    /** @throws VerbFailedException if a bucket cannot have such a name: its subjects would be those of another */
    public Bucket {
        if (!NAME.matcher(name).matches()) {
            throw VerbFailedException.said(
                    "is no bucket's name", "'" + name + "' is no bucket's name: letters, digits, '-' and '_' (ADR-8)");
        }
    }

    /** The name of the stream behind it. */
    public String stream() {
        return kind.prefix + name;
    }

    /** What the server knows of it. */
    public JsonObject info(World world) throws InterruptedException {
        return named(ask(world, "STREAM.INFO", null));
    }

    /** Makes it. */
    public JsonObject create(World world, JsonObject config) throws InterruptedException {
        return configured(world, "STREAM.CREATE", config);
    }

    /** Changes it to be like this. */
    public JsonObject update(World world, JsonObject config) throws InterruptedException {
        return configured(world, "STREAM.UPDATE", config);
    }

    /**
     * Asks the API something about its stream.
     *
     * @param request the first part of the request's subject, such as {@code STREAM.INFO}
     * @throws VerbFailedException if there is no such bucket
     */
    public JsonObject ask(World world, String request, JsonElement body) throws InterruptedException {
        try {
            return Api.ask(world, request + "." + stream(), body);
        } catch (VerbFailedException e) {
            throw e.isNoStream() ? new VerbFailedException(e.error()).with(": there is no " + described()) : e;
        }
    }

    /** Its name, for an error that says that it is not there. Which others are there nobody asked, so nothing asks the server. */
    public String described() {
        return kind.words + " '" + name + "'";
    }

    /** All of a kind, sorted by name: with what the server knows of each, or only the names. */
    public static JsonArray all(World world, BucketKind kind, boolean names) throws InterruptedException {
        JsonArray buckets = new JsonArray();
        for (JsonObject stream : new StreamList(world.connection(), world.patience()).infos()) {
            String name = StreamList.name(stream);
            if (name.startsWith(kind.prefix)
                    && NAME.matcher(name.substring(kind.prefix.length())).matches()) {
                Bucket bucket = new Bucket(kind, name.substring(kind.prefix.length()));
                buckets.add(names ? new JsonPrimitive(bucket.name) : bucket.named(stream));
            }
        }
        return buckets;
    }

    private JsonObject configured(World world, String request, JsonObject config) throws InterruptedException {
        JsonObject answer = ask(world, request, config);
        AppliedConfiguration.mustHold(config, answer, world.serverVersion());
        return named(answer);
    }

    private JsonObject named(JsonObject info) {
        info.addProperty("bucket", name);
        return info;
    }
}
