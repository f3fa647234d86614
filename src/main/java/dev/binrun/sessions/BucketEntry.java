package dev.binrun.sessions;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Parser of the values of bucket entries, which are JSON objects with one field. */
final class BucketEntry {
    /** The server's default max_payload; a larger value, which another server accepted, is not parsed. */
    private static final int LARGEST = 1024 * 1024;

    private static final TypeAdapter<JsonElement> TREES = new Gson().getAdapter(JsonElement.class);

    private BucketEntry() {}

    /**
     * Returns the value of the field.
     *
     * @param example an example of a value, for messages
     * @throws BadEntryException if the value is not a JSON object with this field only
     */
    static JsonElement field(String name, String example, byte[] value) throws BadEntryException {
        JsonElement json = json(value);
        if (json == null || !json.isJsonObject()) {
            throw new BadEntryException("the value must be an object like " + example + ", not " + describe(json));
        }
        for (String key : json.getAsJsonObject().keySet()) {
            if (!key.equals(name)) {
                throw new BadEntryException(
                        "unknown field " + TerminalText.quoted(key) + "; the value must be an object like " + example);
            }
        }
        if (!json.getAsJsonObject().has(name)) {
            throw new BadEntryException(
                    "the field " + name + " is missing; the value must be an object like " + example);
        }
        return json.getAsJsonObject().get(name);
    }

    /** Returns the JSON, shortened to 80 characters, for messages. */
    static String describe(JsonElement json) {
        return json == null ? "nothing" : TerminalText.text(json.toString(), 80);
    }

    private static JsonElement json(byte[] value) throws BadEntryException {
        if (value.length > LARGEST) {
            throw new BadEntryException("the value has " + value.length + " bytes, and a value has at most " + LARGEST);
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
            return text.isBlank() ? null : tree(text);
        } catch (CharacterCodingException e) {
            throw new BadEntryException("the value is not UTF-8: " + TerminalText.bytes(value, 80));
        } catch (IOException | JsonParseException e) {
            throw new BadEntryException("the value is not JSON: " + TerminalText.bytes(value, 80));
        }
    }

    private static JsonElement tree(String text) throws IOException {
        try (JsonReader reader = new JsonReader(new StringReader(text))) {
            JsonElement tree = TREES.read(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new MalformedJsonException("unexpected text after the value");
            }
            return tree;
        }
    }
}
