package dev.binrun.verb.bucket;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.AppliedConfiguration;
import dev.binrun.jetstream.StreamList;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.VerbWorld;
import java.util.regex.Pattern;

/**
 * A bucket, and its stream: the stream {@code KV_<name>} holds the values of a key-value bucket (ADR-8), the stream
 * {@code OBJ_<name>} the objects of an object store (ADR-20).
 */
public record Bucket(BucketKind kind, String name) {
    /** The content of a bucket: values or objects. */
    public enum BucketKind {
        KV("KV_", "bucket"),
        OBJECT("OBJ_", "object store");

        private final String prefix;
        private final String words;

        BucketKind(String prefix, String words) {
            this.prefix = prefix;
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]+");

    /**
     * Creates a reference to a bucket, which need not exist.
     *
     * @throws VerbFailedException if the name contains other characters, because the subjects of such a bucket could
     *     belong to another one
     */
    public Bucket {
        if (!NAME.matcher(name).matches()) {
            throw VerbFailedException.said(
                    "is not a bucket name",
                    "'" + name + "' is not a bucket name: use letters, digits, '-' and '_' (ADR-8)");
        }
    }

    /** Returns the name of the stream that holds the content. */
    public String stream() {
        return kind.prefix + name;
    }

    /** Returns the server's info about the stream, with the name of the bucket. */
    public JsonObject info(VerbWorld world) throws InterruptedException {
        return named(ask(world, "STREAM.INFO", null));
    }

    /** Creates the stream with a configuration and returns its info. */
    public JsonObject create(VerbWorld world, JsonObject config) throws InterruptedException {
        return configured(world, "STREAM.CREATE", config);
    }

    /** Changes the configuration of the stream and returns its info. */
    public JsonObject update(VerbWorld world, JsonObject config) throws InterruptedException {
        return configured(world, "STREAM.UPDATE", config);
    }

    /**
     * Sends an API request about the stream and returns the reply.
     *
     * @param request the first part of the request's subject, such as {@code STREAM.INFO}
     * @param body the request; null for an empty one
     * @throws VerbFailedException if the server rejected the request, also because the bucket does not exist
     */
    public JsonObject ask(VerbWorld world, String request, JsonElement body) throws InterruptedException {
        try {
            return Api.ask(world, request + "." + stream(), body);
        } catch (VerbFailedException e) {
            throw e.isNoStream() ? new VerbFailedException(e.error()).with(": there is no " + described()) : e;
        }
    }

    /** Returns the kind and the quoted name, for error messages. */
    public String described() {
        return kind + " '" + name + "'";
    }

    /**
     * Returns all buckets of a kind, sorted by name.
     *
     * @param names whether to return only the names, in place of each bucket's info
     */
    public static JsonArray all(VerbWorld world, BucketKind kind, boolean names) throws InterruptedException {
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

    private JsonObject configured(VerbWorld world, String request, JsonObject config) throws InterruptedException {
        JsonObject info = ask(world, request, config);
        AppliedConfiguration.mustHold(config, info, world.serverVersion());
        return named(info);
    }

    private JsonObject named(JsonObject info) {
        info.addProperty("bucket", name);
        return info;
    }
}
