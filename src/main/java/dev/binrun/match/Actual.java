package dev.binrun.match;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;

/**
 * A part of an answer.
 *
 * @param path where it is
 * @param value what is there; null where the key is not there
 * @param literal within headers, where what is not there is not the same as what is empty
 */
public record Actual(String path, JsonElement value, boolean literal) {
    private static final int SHOWN = 300;

    /** Whether the key is not there. */
    public boolean absent() {
        return value == null;
    }

    boolean isList() {
        return !absent() && value.isJsonArray();
    }

    boolean isMap() {
        return !absent() && value.isJsonObject();
    }

    boolean isText() {
        return !absent()
                && value.isJsonPrimitive()
                && value.getAsJsonPrimitive().isString();
    }

    JsonArray list() {
        return value.getAsJsonArray();
    }

    /** What is under a key of this map. */
    Actual child(String key) {
        JsonObject map = value.getAsJsonObject();
        String step = key.matches("[^\\s.\\[\\]\"]+") ? (path.isEmpty() ? key : "." + key) : "[\"" + key + "\"]";
        return new Actual(path + step, map.get(key), literal || path.equals("headers") || path.endsWith(".headers"));
    }

    /** The element at an index of this list. */
    Actual element(int index) {
        return new Actual(path + "[" + index + "]", list().get(index), literal);
    }

    /** What a dotted path leads to from here. */
    Actual at(String dotted) {
        Actual here = this;
        for (String key : dotted.split("\\.")) {
            if (!here.isMap()) {
                return new Actual(here.path + "." + key, null, literal);
            }
            here = here.child(key);
        }
        return here;
    }

    /** Adds that something else was expected here. */
    void differs(String expected, List<Mismatch> differences) {
        differences.add(new Mismatch(path, expected, show()));
    }

    /** What is there, for a reader. */
    String show() {
        return absent() ? "not there" : show(value);
    }

    /** A tree for a reader: scalars as they are, long ones cut. */
    public static String show(JsonElement value) {
        String text = value.isJsonPrimitive() && value.getAsJsonPrimitive().isString()
                ? quoted(value.getAsString())
                : value.toString();
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "… (" + text.length() + " characters)";
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("'");
        text.chars().forEach(c -> {
            switch (c) {
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> quoted.append(Character.isISOControl(c) ? "\\u%04x".formatted(c) : Character.toString(c));
            }
        });
        return quoted.append('\'').toString();
    }
}
