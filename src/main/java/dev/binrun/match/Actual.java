package dev.binrun.match;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.util.regex.Pattern;

/** A part of an answer; where it is, is put in words only when somebody asks. */
public final class Actual {
    private static final Pattern PLAIN = Pattern.compile("[^\\s.\\[\\]\"]+");
    private static final int NO_INDEX = -1;

    private final Actual parent;
    private final String key;
    private final int index;
    private final JsonElement value;
    private final boolean literal;

    private Actual(Actual parent, String key, int index, JsonElement value, boolean literal) {
        this.parent = parent;
        this.key = key;
        this.index = index;
        this.value = value;
        this.literal = literal;
    }

    /** A whole answer. */
    static Actual of(JsonElement answer) {
        return new Actual(null, "", NO_INDEX, answer, false);
    }

    /** Where it is, such as {@code messages[0].data}; empty for the answer itself. */
    String path() {
        if (parent == null) {
            return "";
        }
        String before = parent.path();
        if (index != NO_INDEX) {
            return before + "[" + index + "]";
        }
        if (!PLAIN.matcher(key).matches()) {
            return before + "[\"" + key + "\"]";
        }
        return before.isEmpty() ? key : before + "." + key;
    }

    /** The key under which it is; empty for an element of a list. */
    String key() {
        return key;
    }

    /** What is there; null where the key is not there. */
    JsonElement value() {
        return value;
    }

    /** Within headers, where what is not there is not the same as what is empty. */
    boolean literal() {
        return literal;
    }

    /** Whether the key is not there. */
    boolean absent() {
        return value == null;
    }

    boolean isList() {
        return !absent() && value.isJsonArray();
    }

    boolean isMap() {
        return !absent() && value.isJsonObject();
    }

    boolean isText() {
        return !absent() && Shown.isText(value);
    }

    JsonArray list() {
        return value.getAsJsonArray();
    }

    /** What is under a key of this map. */
    Actual child(String name) {
        return child(name, value.getAsJsonObject().get(name));
    }

    /** The element at an index of this list. */
    Actual element(int at) {
        return new Actual(this, "", at, list().get(at), literal);
    }

    /** How many there are of it, as if it were under the key {@code size}. */
    Actual counted(int there) {
        return new Actual(this, "size", NO_INDEX, new JsonPrimitive(there), false);
    }

    /** What a dotted path leads to from here. */
    Actual at(String dotted) {
        Actual here = this;
        for (String name : dotted.split("\\.")) {
            here = here.isMap() ? here.child(name) : here.child(name, null);
        }
        return here;
    }

    /** That something else was expected here. */
    Mismatch differsFrom(String expected) {
        return new Mismatch(path(), expected, show());
    }

    /** What is there, for a reader. */
    String show() {
        return absent() ? "not there" : Shown.of(value);
    }

    /** A tree for a reader: scalars as they are, long ones cut. */
    public static String show(JsonElement value) {
        return Shown.of(value);
    }

    private Actual child(String name, JsonElement there) {
        return new Actual(this, name, NO_INDEX, there, literal || key.equals("headers"));
    }
}
