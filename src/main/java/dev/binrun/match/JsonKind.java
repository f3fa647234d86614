package dev.binrun.match;

import com.google.gson.JsonElement;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Expects a value of a JSON type, named as in scenarios. */
public enum JsonKind implements Expected {
    TEXT,
    NUMBER,
    BOOLEAN,
    NULL,
    LIST,
    MAP;

    /** The names of all types. */
    public static final List<String> WORDS =
            Arrays.stream(values()).map(JsonKind::word).toList();

    /** Returns the type that a word names; empty if it names none. */
    public static Optional<JsonKind> named(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    /** Returns the type of a value. */
    static JsonKind of(JsonElement value) {
        if (!value.isJsonPrimitive()) {
            return value.isJsonNull() ? NULL : value.isJsonArray() ? LIST : MAP;
        }
        boolean number = value.getAsJsonPrimitive().isNumber();
        return number ? NUMBER : value.getAsJsonPrimitive().isBoolean() ? BOOLEAN : TEXT;
    }

    /** Returns the type's name in scenarios. */
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
