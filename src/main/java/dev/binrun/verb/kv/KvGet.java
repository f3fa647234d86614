package dev.binrun.verb.kv;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.verb.Api;
import dev.binrun.verb.Messages;
import dev.binrun.verb.StoredMessage;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbFailed;
import dev.binrun.verb.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a key's value from the bucket's leader: {@code nats kv get}. What is deleted is not found. */
public record KvGet(
        @Arg(value = "the bucket", position = 0, required = true)
        String bucket,

        @Arg(value = "the key", position = 1, required = true)
        String key,

        @Arg(value = "the value as of this revision; the last if left out", min = 1)
        Optional<Long> revision)
        implements Verb {

    @Override
    public JsonObject run(World world) throws InterruptedException {
        JsonObject request = new JsonObject();
        revision.ifPresentOrElse(
                seq -> request.addProperty("seq", seq), () -> request.addProperty("last_by_subj", subject()));
        StoredMessage message = StoredMessage.of(Api.ask(world, "STREAM.MSG.GET.KV_" + bucket, request));
        if (!message.subject().equals(subject())) {
            throw VerbFailed.of(
                    404,
                    "not found: revision " + message.seq() + " of '" + bucket + "' is of another key than '" + key
                            + "'");
        }
        String operation = operation(message);
        if (!operation.equals("PUT")) {
            throw VerbFailed.of(
                    404,
                    "not found: '" + key + "' in '" + bucket + "' was deleted (" + operation + " at revision "
                            + message.seq() + ")");
        }
        return entry(message, operation);
    }

    private String subject() {
        return "$KV." + bucket + "." + key;
    }

    private JsonObject entry(StoredMessage message, String operation) {
        JsonObject entry = new JsonObject();
        entry.addProperty("bucket", bucket);
        entry.addProperty("key", key);
        Messages.payload(entry, "value", message.data());
        entry.addProperty("revision", message.seq());
        entry.addProperty("operation", operation);
        entry.addProperty("created", message.time());
        return entry;
    }

    /** What a stored message did to its key: {@code PUT}, {@code DEL} or {@code PURGE} (ADR-8; ADR-48 for limit markers). */
    private static String operation(StoredMessage message) {
        Map<String, List<String>> headers = message.parsedHeaders();
        if (headers.containsKey("Nats-Marker-Reason")) {
            return headers.get("Nats-Marker-Reason").contains("Remove") ? "DEL" : "PURGE";
        }
        return headers.getOrDefault("KV-Operation", List.of("PUT")).get(0);
    }
}
