package dev.binrun.engine.aftermath;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.jetstream.Json;
import dev.binrun.jetstream.StoredMessage;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A message of an object store: a chunk, whose subject ends with the object's generated id, or an info that contains
 * this id (ADR-20).
 */
final class ObjectMessage {
    private static final Pattern CHUNK = Pattern.compile("([$]O[.][^.]+[.]C[.]).+");
    private static final Pattern INFO = Pattern.compile("[$]O[.][^.]+[.]M[.].+");

    private ObjectMessage() {}

    /** Returns the message without the generated id, and without the modification time that some clients write. */
    static StoredMessage withoutId(StoredMessage message) {
        Matcher chunk = CHUNK.matcher(message.subject());
        if (chunk.matches()) {
            return with(message, chunk.group(1) + "*", message.data());
        }
        Optional<JsonObject> info = Json.parse(new String(message.data(), StandardCharsets.UTF_8))
                .filter(JsonElement::isJsonObject)
                .map(JsonElement::getAsJsonObject);
        if (!INFO.matcher(message.subject()).matches() || info.isEmpty()) {
            return message;
        }
        info.get().remove("nuid");
        info.get().remove("mtime");
        return with(message, message.subject(), Json.write(info.get()).getBytes(StandardCharsets.UTF_8));
    }

    private static StoredMessage with(StoredMessage message, String subject, byte[] data) {
        return new StoredMessage(message.seq(), subject, message.headers(), data, message.time());
    }
}
