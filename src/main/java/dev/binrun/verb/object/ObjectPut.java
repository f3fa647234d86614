package dev.binrun.verb.object;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgumentException;
import dev.binrun.form.JsonText;
import dev.binrun.form.Size;
import dev.binrun.form.TemplateText;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.Payload;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import io.nats.client.NUID;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Stores an object: {@code nats object put}. */
@VerbDoc(
        value = "Stores an object in chunks; replaces an object of the same name",
        answers = "the object's info",
        example = """
            - object put: { bucket: invoices, name: 2.bin, size: 300000, chunk_size: 64KB }
              expect: { size: 300000, chunks: 5, digest: "~ ^SHA-256=" }
            """)
public record ObjectPut(
        @Arg(value = "the object store", position = 0, required = true)
        String bucket,

        @Arg(value = "file with the bytes, relative to the scenario", position = 1)
        Optional<TemplateText> file,

        @Arg("name of the object; the value of file if omitted")
        Optional<TemplateText> name,

        @Arg(
                value = "the bytes as text",
                also = {"value", "body"})
        Optional<TemplateText> data,

        @Arg("the bytes as JSON, from a tree") Optional<JsonText> json,
        @Arg("the bytes in hexadecimal") Optional<TemplateText> hex,

        @Arg(value = "this many bytes; byte i has the value i mod 251", min = 0, max = 67_108_864)
        Optional<Size> size,

        @Arg(value = "size of a chunk; 128 KiB if omitted", min = 1)
        Optional<Size> chunkSize,

        @Arg("purpose of the object") Optional<String> description,

        @Arg(value = "headers by name, each a value or a list of values, stored with the object", also = "header")
        Optional<Map<String, List<TemplateText>>> headers,

        @Arg("texts by name, stored with the object") Optional<Map<String, String>> metadata)
        implements Verb {

    private static final long CHUNK_SIZE = 128 * 1024;

    public ObjectPut {
        new Payload(data, json, hex, file, size);
        if (name.isEmpty() && file.isEmpty()) {
            throw new InvalidArgumentException(
                    "name", "'object put' needs 'name', the object's name, or 'file', whose name it gets");
        }
    }

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        byte[] bytes = new Payload(data, json, hex, file, size).bytes(world, 0);
        ObjectStore store = new ObjectStore(world, bucket);
        JsonObject info = info();
        Optional<JsonObject> before = store.find(info.get("name").getAsString());
        String nuid = info.get("nuid").getAsString();
        JsonObject stored;
        try {
            ChunkWriter.Sum sum = ChunkWriter.publish(world, store.chunkSubject(nuid), bytes, chunk());
            sum.addTo(info);
            stored = store.publish(info);
        } catch (VerbFailedException e) {
            throw purged(store, nuid, e);
        }
        if (before.isPresent()) {
            store.purge(before.get().get("nuid").getAsString());
        }
        return stored;
    }

    private int chunk() {
        return (int) Math.min(Integer.MAX_VALUE, chunkSize.map(Size::bytes).orElse(CHUNK_SIZE));
    }

    private JsonObject info() {
        JsonObject info = new JsonObject();
        info.addProperty("name", name.or(() -> file).orElseThrow().get());
        description.ifPresent(text -> info.addProperty("description", text));
        headers.ifPresent(map -> info.add("headers", headers(map)));
        metadata.ifPresent(map -> {
            JsonObject texts = new JsonObject();
            map.forEach(texts::addProperty);
            info.add("metadata", texts);
        });
        JsonObject options = new JsonObject();
        options.addProperty("max_chunk_size", chunk());
        info.add("options", options);
        info.addProperty("bucket", bucket);
        info.addProperty("nuid", NUID.nextGlobal());
        return info;
    }

    private static JsonObject headers(Map<String, List<TemplateText>> map) {
        JsonObject headers = new JsonObject();
        map.forEach((key, values) -> {
            JsonArray list = new JsonArray();
            values.forEach(value -> list.add(value.get()));
            headers.add(key, list);
        });
        return headers;
    }

    private static VerbFailedException purged(ObjectStore store, String nuid, VerbFailedException failure)
            throws InterruptedException {
        try {
            store.purge(nuid);
            return failure;
        } catch (VerbFailedException e) {
            return failure.with("; its chunks could not be purged: " + e.getMessage());
        }
    }
}
