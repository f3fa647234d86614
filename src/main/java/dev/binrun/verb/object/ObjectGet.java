package dev.binrun.verb.object;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.JsonFields;
import dev.binrun.form.Template;
import dev.binrun.jetstream.Messages;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads an object: {@code nats object get}. */
@VerbDoc(
        value = "Reads an object, or the target of a link, and verifies the bytes against the info",
        answers = "the object's info, with the digest of the bytes that were read, and {data, json} up to 1 MiB",
        example = """
            - object get: invoices 1.txt
              expect: { data: hello, size: 5 }
            """)
public record ObjectGet(
        @Arg(value = "the object store", position = 0, required = true)
        String bucket,

        @Arg(value = "the object's name", position = 1, required = true, also = "file")
        String name)
        implements Verb {

    private static final int SHOWN = 1024 * 1024;

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        ObjectStore store = new ObjectStore(world, bucket);
        JsonObject info = store.get(name);
        Set<JsonObject> visited = new HashSet<>();
        for (Optional<JsonObject> link = ObjectStore.link(info); link.isPresent(); link = ObjectStore.link(info)) {
            String target = target(link.get(), visited);
            store = new ObjectStore(world, link.get().get("bucket").getAsString());
            info = store.get(target);
        }
        return read(store, info);
    }

    private String target(JsonObject link, Set<JsonObject> visited) {
        if (!link.has("name") || link.get("name").getAsString().isEmpty()) {
            throw VerbFailedException.said(
                    "is a link to the whole object store",
                    "'" + name + "' in '" + bucket + "' is a link to the whole object store '"
                            + link.get("bucket").getAsString() + "', which cannot be read as an object");
        }
        if (!visited.add(link)) {
            throw VerbFailedException.said(
                    "is a link that leads back to itself",
                    "'" + name + "' in '" + bucket + "' is a link that leads back to itself");
        }
        return link.get("name").getAsString();
    }

    private static JsonObject read(ObjectStore store, JsonObject info) throws InterruptedException {
        MessageDigest hash = ChunkWriter.sha256();
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        long[] count = new long[2];
        store.reader().each(store.chunkSubject(info.get("nuid").getAsString()), chunk -> {
            hash.update(chunk.data());
            count[0] += chunk.data().length;
            count[1]++;
            if (count[0] <= SHOWN) {
                first.writeBytes(chunk.data());
            }
        });
        ChunkWriter.Sum sum = ChunkWriter.Sum.of(count[0], count[1], hash);
        check(store, info, sum);
        sum.addTo(info);
        showHeaders(info);
        if (sum.size() <= SHOWN) {
            Messages.payload(info, "data", first.toByteArray());
        } else {
            info.addProperty("cut", "data is omitted: it is larger than 1 MiB");
        }
        return info;
    }

    /** Gives the headers, which an info stores as lists (ADR-20), the form that they have in messages. */
    private static void showHeaders(JsonObject info) {
        if (info.remove("headers") instanceof JsonObject stored) {
            Map<String, List<String>> headers = new LinkedHashMap<>();
            stored.entrySet().forEach(entry -> headers.put(entry.getKey(), values(entry.getValue())));
            Messages.headers(info, headers);
        }
    }

    private static List<String> values(JsonElement values) {
        return values.isJsonArray()
                ? values.getAsJsonArray().asList().stream()
                        .map(Template::textOf)
                        .toList()
                : List.of(Template.textOf(values));
    }

    private static void check(ObjectStore store, JsonObject info, ChunkWriter.Sum sum) {
        boolean valid = agrees(info, "size", String.valueOf(sum.size()))
                && agrees(info, "chunks", String.valueOf(sum.chunks()))
                && agrees(info, "digest", sum.digest());
        if (!valid) {
            throw VerbFailedException.of("digest mismatch")
                    .with(": the object '" + info.get("name").getAsString() + "' in '" + store.name() + "' has "
                            + described(text(info, "digest"), text(info, "size"), text(info, "chunks"))
                            + " in its info, but its stored bytes have "
                            + described(sum.digest(), String.valueOf(sum.size()), String.valueOf(sum.chunks())));
        }
    }

    private static String described(String digest, String size, String chunks) {
        return digest + " (bytes: " + size + ", chunks: " + chunks + ")";
    }

    private static boolean agrees(JsonObject info, String field, String actual) {
        return !info.has(field) || info.get(field).getAsString().equals(actual);
    }

    private static String text(JsonObject info, String field) {
        return JsonFields.nonEmpty(info, field).orElse("no " + field);
    }
}
