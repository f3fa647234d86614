package dev.binrun.jetstream;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.Optional;

/** Reads and writes JSON as RFC 8259 defines it. */
public final class Json {
    private static final Gson GSON = new GsonBuilder()
            .disableHtmlEscaping() // a payload is not HTML: n=5 stays n=5
            .serializeNulls()
            .create();

    private static final TypeAdapter<JsonElement> TREES = GSON.getAdapter(JsonElement.class);
    private static final String ESCAPES = "\"\\/bfnrtu";
    private static final int DEEPEST = 255;

    private Json() {}

    /** Returns the tree of a text; empty if the text is not JSON. */
    public static Optional<JsonElement> parse(String text) {
        if (!isStrict(text)) {
            return Optional.empty();
        }
        try (JsonReader reader = new JsonReader(new StringReader(text))) {
            JsonElement tree = TREES.read(reader);
            return reader.peek() == JsonToken.END_DOCUMENT ? Optional.of(tree) : Optional.empty();
        } catch (IOException | JsonParseException | NumberFormatException notJson) {
            return Optional.empty();
        }
    }

    /** Returns a tree as text, with its nulls. */
    public static String write(JsonElement tree) {
        return GSON.toJson(tree);
    }

    /**
     * Rejects text that Gson accepts by default although it is not JSON: {@code TRUE}, other escapes, control
     * characters in strings. Gson has a strict mode from 2.11, and a limit of depth from 2.12.
     */
    private static boolean isStrict(String text) {
        boolean quoted = false;
        int depth = 0;
        for (int i = 0; i < text.length() && depth <= DEEPEST; i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (quoted) {
                if (c < ' ' || c == '\\' && ++i < text.length() && ESCAPES.indexOf(text.charAt(i)) < 0) {
                    return false;
                }
            } else if (c >= 'A' && c <= 'Z' && !isExponent(text, i)) {
                return false;
            } else {
                depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
            }
        }
        return depth <= DEEPEST;
    }

    private static boolean isExponent(String text, int i) {
        return text.charAt(i) == 'E' && i > 0 && Character.isDigit(text.charAt(i - 1));
    }
}
