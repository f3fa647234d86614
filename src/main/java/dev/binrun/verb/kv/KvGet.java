package dev.binrun.verb.kv;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.verb.Api;
import dev.binrun.verb.Messages;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbFailed;
import dev.binrun.verb.World;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
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
        JsonObject message =
                Api.ask(world, "STREAM.MSG.GET.KV_" + bucket, request).getAsJsonObject("message");
        if (!message.get("subject").getAsString().equals(subject())) {
            throw VerbFailed.of(
                    404,
                    "not found: revision " + message.get("seq").getAsString() + " of '" + bucket
                            + "' is of another key than '" + key + "'");
        }
        String operation = operation(message);
        if (!operation.equals("PUT")) {
            throw VerbFailed.of(
                    404,
                    "not found: '" + key + "' in '" + bucket + "' was deleted (" + operation + " at revision "
                            + message.get("seq").getAsString() + ")");
        }
        return entry(message, operation);
    }

    private String subject() {
        return "$KV." + bucket + "." + key;
    }

    private JsonObject entry(JsonObject message, String operation) {
        JsonObject entry = new JsonObject();
        entry.addProperty("bucket", bucket);
        entry.addProperty("key", key);
        String data = message.has("data") ? message.get("data").getAsString() : "";
        Messages.payload(entry, "value", Base64.getDecoder().decode(data));
        entry.addProperty("revision", message.get("seq").getAsLong());
        entry.addProperty("operation", operation);
        entry.add("created", message.get("time"));
        return entry;
    }

    /** What a stored message did to its key: {@code PUT}, {@code DEL} or {@code PURGE} (ADR-8; ADR-48 for limit markers). */
    private static String operation(JsonObject message) {
        if (!message.has("hdrs")) {
            return "PUT";
        }
        String headers =
                new String(Base64.getDecoder().decode(message.get("hdrs").getAsString()), StandardCharsets.UTF_8);
        for (String line : headers.split("\r\n")) {
            if (line.startsWith("KV-Operation:")) {
                return line.substring("KV-Operation:".length()).strip();
            }
            if (line.startsWith("Nats-Marker-Reason:")) {
                return line.endsWith("Remove") ? "DEL" : "PURGE";
            }
        }
        return "PUT";
    }
}
