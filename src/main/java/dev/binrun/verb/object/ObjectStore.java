package dev.binrun.verb.object;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.form.JsonFields;
import dev.binrun.history.PendingOperation;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.Json;
import dev.binrun.jetstream.Retry;
import dev.binrun.jetstream.StoredMessage;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.VerbWorld;
import dev.binrun.verb.bucket.Bucket;
import dev.binrun.verb.bucket.BucketReader;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** An object store: the info of each object under its name, and the chunks under a generated id (ADR-20). */
final class ObjectStore {
    private final VerbWorld world;
    private final Bucket bucket;
    private final BucketReader reader;

    /**
     * Creates access to an object store, which need not exist.
     *
     * @throws VerbFailedException if the name is not a valid bucket name
     */
    ObjectStore(VerbWorld world, String name) {
        this.world = world;
        this.bucket = bucket(name);
        this.reader = new BucketReader(world, bucket);
    }

    /** Returns the store with a name, for requests about its stream. */
    static Bucket bucket(String name) {
        return new Bucket(Bucket.BucketKind.OBJECT, name);
    }

    /** Returns the name of the store. */
    String name() {
        return bucket.name();
    }

    /** Returns the reader of the store's messages. */
    BucketReader reader() {
        return reader;
    }

    /** Returns the info of an object; empty if the object does not exist or was deleted. */
    Optional<JsonObject> find(String object) throws InterruptedException {
        return findOrDeleted(object).filter(info -> !isDeleted(info));
    }

    /** Returns the info of an object, also of a deleted one; empty if the object never existed. */
    Optional<JsonObject> findOrDeleted(String object) throws InterruptedException {
        return reader.last(infoSubject(object)).map(ObjectStore::info);
    }

    /**
     * Returns the info of an object.
     *
     * @throws VerbFailedException if the object does not exist or was deleted
     */
    JsonObject get(String object) throws InterruptedException {
        Optional<JsonObject> info = findOrDeleted(object);
        if (info.isEmpty()) {
            throw VerbFailedException.noMessage("not found: there is no object '" + object + "' in '" + name() + "'");
        }
        if (isDeleted(info.get())) {
            throw VerbFailedException.of(404, "not found: the object '" + object + "' in '" + name() + "' was deleted");
        }
        return info.get();
    }

    /** Returns the infos of all objects that are not deleted, sorted by name. */
    JsonArray all() throws InterruptedException {
        List<JsonObject> infos = new ArrayList<>();
        reader.lastOfEach("$O." + name() + ".M.>").forEach(message -> infos.add(info(message)));
        infos.removeIf(ObjectStore::isDeleted);
        infos.sort(Comparator.comparing(info -> info.get("name").getAsString()));
        JsonArray all = new JsonArray();
        infos.forEach(all::add);
        return all;
    }

    /** Stores an info in place of the earlier one and returns it as stored. */
    JsonObject publish(JsonObject info) throws InterruptedException {
        Headers headers = new Headers().put("Nats-Rollup", "sub");
        String subject = infoSubject(info.get("name").getAsString());
        byte[] body = Json.write(info).getBytes(StandardCharsets.UTF_8);
        PendingOperation recorded = world.recorder().publish(subject, body, "", Duration.ZERO);
        PendingOperation before = world.recorder().remove(bucket.stream(), subject, 0);
        long seq = ObjectPartRecorder.await(
                recorded,
                before,
                () -> Api.response(
                        subject,
                        Retry.whileNoResponders(
                                world,
                                () -> Api.request(world.connection(), subject, headers, body, world.patience()))));
        return reader.at(seq, false).map(ObjectStore::info).orElse(info);
    }

    /** Removes the chunks of an id. */
    void purge(String nuid) throws InterruptedException {
        JsonObject request = new JsonObject();
        request.addProperty("filter", chunkSubject(nuid));
        bucket.ask(world, "STREAM.PURGE", request);
    }

    /** Returns the subject of the chunks of an id. */
    String chunkSubject(String nuid) {
        return "$O." + name() + ".C." + nuid;
    }

    /** Returns the info in a stored message. The time of the message is the time of the last change. */
    static JsonObject info(StoredMessage message) {
        return info(message.data(), message.time());
    }

    /**
     * Returns the info in the payload of a message.
     *
     * @param time the time of the message, as text
     * @throws VerbFailedException if the payload is not an info
     */
    static JsonObject info(byte[] data, String time) {
        String text = new String(data, StandardCharsets.UTF_8);
        JsonElement tree = Json.parse(text)
                .filter(json -> json.isJsonObject() && json.getAsJsonObject().has("name"))
                .orElseThrow(() -> VerbFailedException.of("the message is not an object's info (ADR-20)")
                        .with(": " + text));
        tree.getAsJsonObject().addProperty("mtime", time);
        return tree.getAsJsonObject();
    }

    /** Returns whether an info is the marker of a deleted object. */
    static boolean isDeleted(JsonObject info) {
        return JsonFields.flag(info, "deleted");
    }

    /** Returns the target of a link as {@code {bucket, name}}; empty if the info is not of a link. */
    static Optional<JsonObject> link(JsonObject info) {
        return Optional.ofNullable(info.getAsJsonObject("options")).map(options -> options.getAsJsonObject("link"));
    }

    private String infoSubject(String object) {
        String encoded = Base64.getUrlEncoder().encodeToString(object.getBytes(StandardCharsets.UTF_8));
        return "$O." + name() + ".M." + encoded;
    }
}
