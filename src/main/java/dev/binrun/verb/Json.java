package dev.binrun.verb;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import java.util.Optional;

/** JSON as RFC 8259 has it. */
public final class Json {
    private static final Gson STRICT = new GsonBuilder()
            .setStrictness(Strictness.STRICT)
            .disableHtmlEscaping() // a payload is no page: n=5 stays n=5
            .serializeNulls()
            .create();

    private Json() {}

    /** The tree that a text writes, if it is JSON. */
    public static Optional<JsonElement> parse(String text) {
        try {
            return Optional.ofNullable(STRICT.fromJson(text, JsonElement.class));
        } catch (JsonParseException noJson) {
            return Optional.empty();
        }
    }

    /** A tree as text, nulls kept. */
    public static String write(JsonElement tree) {
        return STRICT.toJson(tree);
    }
}
