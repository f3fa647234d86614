package dev.binrun.match;

import com.google.gson.JsonElement;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The types of JSON values, in a scenario's words. */
public enum JsonKind implements Expected {
    TEXT,
    NUMBER,
    BOOLEAN,
    NULL,
    LIST,
    MAP;

    /** All words. */
    public static final List<String> WORDS =
            Arrays.stream(values()).map(JsonKind::word).toList();

    /** The type that a word names, if it names one. */
    public static Optional<JsonKind> named(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    /** The type of a value. */
    static JsonKind of(JsonElement value) {
        if (!value.isJsonPrimitive()) {
            return value.isJsonNull() ? NULL : value.isJsonArray() ? LIST : MAP;
        }
        boolean number = value.getAsJsonPrimitive().isNumber();
        return number ? NUMBER : value.getAsJsonPrimitive().isBoolean() ? BOOLEAN : TEXT;
    }

    /** The name that a scenario writes. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void match(Actual actual, Differences differences) {
        if (actual.absent() || of(actual.value()) != this) {
            differences.add(actual, this);
        }
    }

    @Override
    public boolean holdsOfAbsent() {
        return false;
    }

    @Override
    public String describe() {
        return toString();
    }

    @Override
    public String toString() {
        return this == NULL ? "null" : "a " + word();
    }
}
