package dev.binrun.form;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Optional;

/**
 * Reads fields of JSON objects that may lack them, as the server leaves empty fields out. A field of another type
 * counts as absent.
 */
public final class JsonFields {
    private JsonFields() {}

    /** Returns a field's text; a number or a boolean as it is written; empty text if it is absent. */
    public static String text(JsonObject tree, String key) {
        return tree.get(key) instanceof JsonPrimitive value ? value.getAsString() : "";
    }

    /** Returns a field's text if it is present and not empty. */
    public static Optional<String> nonEmpty(JsonObject tree, String key) {
        return Optional.of(text(tree, key)).filter(text -> !text.isEmpty());
    }

    /** Returns a field's number; 0 if it is absent. */
    public static long number(JsonObject tree, String key) {
        return tree.get(key) instanceof JsonPrimitive value && value.isNumber() ? value.getAsLong() : 0;
    }

    /** Returns whether a field is present and {@code true}. */
    public static boolean flag(JsonObject tree, String key) {
        return tree.get(key) instanceof JsonPrimitive value && value.isBoolean() && value.getAsBoolean();
    }

    /** Returns a field's object; an empty one if it is absent. */
    public static JsonObject object(JsonObject tree, String key) {
        return tree.get(key) instanceof JsonObject object ? object : new JsonObject();
    }

    /** Returns the objects in a field's list, without elements of other types; none if it is absent. */
    public static List<JsonObject> objects(JsonObject tree, String key) {
        return tree.get(key) instanceof JsonArray list
                ? list.asList().stream()
                        .filter(JsonObject.class::isInstance)
                        .map(JsonElement::getAsJsonObject)
                        .toList()
                : List.of();
    }
}
