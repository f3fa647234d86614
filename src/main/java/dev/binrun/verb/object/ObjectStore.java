package dev.binrun.verb.object;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.history.PendingOperation;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.Json;
import dev.binrun.jetstream.Retry;
import dev.binrun.jetstream.StoredMessage;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.World;
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

/** The objects of a store: each an info under its name, and chunks under an id of their own (ADR-20). */
final class ObjectStore {
    private final World world;
    private final Bucket bucket;
    private final BucketReader reader;

    /** @throws VerbFailedException if no store can be called so */
    ObjectStore(World world, String name) {
        this.world = world;
        this.bucket = bucket(name);
        this.reader = new BucketReader(world, bucket);
    }

    static Bucket bucket(String name) {
        return new Bucket(Bucket.BucketKind.OBJECT, name);
    }

    String name() {
        return bucket.name();
    }

    BucketReader reader() {
        return reader;
    }

    /** The info of an object; empty if there is none or the object was deleted. */
    Optional<JsonObject> find(String object) throws InterruptedException {
        return findOrDeleted(object).filter(info -> !isDeleted(info));
    }

    /** The info of an object, also of one that was deleted. */
    Optional<JsonObject> findOrDeleted(String object) throws InterruptedException {
        return reader.last(infoSubject(object)).map(ObjectStore::info);
    }

    /**
     * The info of an object.
     *
     * @throws VerbFailedException if there is none
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

    /** The infos of all objects, sorted by name, those aside that were deleted. */
    JsonArray all() throws InterruptedException {
        List<JsonObject> infos = new ArrayList<>();
        reader.lastOfEach("$O." + name() + ".M.>").forEach(message -> infos.add(info(message)));
        infos.removeIf(ObjectStore::isDeleted);
        infos.sort(Comparator.comparing(info -> info.get("name").getAsString()));
        JsonArray all = new JsonArray();
        infos.forEach(all::add);
        return all;
    }

    /** Stores an info in place of the one before. Answers with it, as it is stored now. */
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

    /** Takes the chunks of an id away. */
    void purge(String nuid) throws InterruptedException {
        JsonObject request = new JsonObject();
        request.addProperty("filter", chunkSubject(nuid));
        bucket.ask(world, "STREAM.PURGE", request);
    }

    /** Where the chunks of an id are. */
    String chunkSubject(String nuid) {
        return "$O." + name() + ".C." + nuid;
    }

    /** The info that a message holds; it was changed when the message was stored. */
    static JsonObject info(StoredMessage message) {
        return info(message.data(), message.time());
    }

    static JsonObject info(byte[] data, String time) {
        String text = new String(data, StandardCharsets.UTF_8);
        JsonElement tree = Json.parse(text)
                .filter(t -> t.isJsonObject() && t.getAsJsonObject().has("name"))
                .orElseThrow(() -> VerbFailedException.of("this is no info of an object (ADR-20)")
                        .with(": " + text));
        tree.getAsJsonObject().addProperty("mtime", time);
        return tree.getAsJsonObject();
    }

    static boolean isDeleted(JsonObject info) {
        return info.has("deleted") && info.get("deleted").getAsBoolean();
    }

    /** What an object stands for, if it is a link. */
    static Optional<JsonObject> link(JsonObject info) {
        return Optional.ofNullable(info.getAsJsonObject("options")).map(options -> options.getAsJsonObject("link"));
    }

    private String infoSubject(String object) {
        String encoded = Base64.getUrlEncoder().encodeToString(object.getBytes(StandardCharsets.UTF_8));
        return "$O." + name() + ".M." + encoded;
    }
}
