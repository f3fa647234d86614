package dev.binrun.match;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.binrun.form.Count;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** A part of an answer. Its path is built only on request, which keeps matching cheap. */
public final class Actual {
    private static final Pattern PLAIN = Pattern.compile("[^\\s.\\[\\]\"]+");
    private static final int NO_INDEX = -1;

    /** The keys of times in answers of JetStream and of binrun. */
    private static final Set<String> TIMES = Set.of(
            "at",
            "created",
            "first_ts",
            "last_active",
            "last_ts",
            "mtime",
            "now",
            "opt_start_time",
            "pause_until",
            "start",
            "time",
            "ts");

    /** The keys of data that users define themselves. */
    private static final Set<String> OF_USERS = Set.of("data", "headers", "json", "metadata", "value");

    private final Actual parent;
    private final String key;
    private final int index;
    private final JsonElement value;
    private final boolean literal;
    private final List<String> names;

    private Actual(Actual parent, String key, int index, JsonElement value, boolean literal) {
        this(parent, key, index, value, literal, null);
    }

    /** @param names the keys of a map whose values are treated as a list; otherwise null */
    private Actual(Actual parent, String key, int index, JsonElement value, boolean literal, List<String> names) {
        this.parent = parent;
        this.key = key;
        this.index = index;
        this.value = value;
        this.literal = literal;
        this.names = names;
    }

    /** Returns a whole answer. */
    static Actual of(JsonElement answer) {
        return new Actual(null, "", NO_INDEX, answer, false);
    }

    /** Returns the path in the answer, such as {@code messages[0].data}; empty for the whole answer. */
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

    /** Returns the key of this part; empty for an element of a list. */
    String key() {
        return key;
    }

    /** Returns the value; null if the key is absent. */
    JsonElement value() {
        return value;
    }

    /** Returns whether this is inside headers, where an absent value differs from an empty one. */
    boolean literal() {
        return literal;
    }

    /** Returns whether the key is absent. */
    boolean absent() {
        return value == null;
    }

    /** Returns whether this is a list, or a map whose values are treated as one. */
    boolean isList() {
        return !absent() && value.isJsonArray() || names != null;
    }

    /** Returns whether this is a map. */
    boolean isMap() {
        return !absent() && value.isJsonObject() && names == null;
    }

    /** Returns whether this is a text. */
    boolean isText() {
        return !absent() && ShownValue.isText(value);
    }

    /** Returns the elements of the list, or the values of the map that is treated as one. */
    JsonArray list() {
        if (names == null) {
            return value.getAsJsonArray();
        }
        JsonArray values = new JsonArray();
        value.getAsJsonObject().asMap().values().forEach(values::add);
        return values;
    }

    /** Returns this map as the list of its values. */
    Actual values() {
        return new Actual(
                parent,
                key,
                index,
                value,
                literal,
                List.copyOf(value.getAsJsonObject().keySet()));
    }

    /** Returns the number of elements in words. */
    String count() {
        int count = names == null ? list().size() : names.size();
        return Count.of(count, names == null ? "element" : "value");
    }

    /** Returns the kind of collection in words. */
    String listed() {
        return names == null ? "a list" : "a map whose values are a list";
    }

    /** Returns the key of the field that this value belongs to; for an element of a list, the list's. */
    String name() {
        return index == NO_INDEX || parent == null ? key : parent.name();
    }

    /** Returns whether the field is a time, and not a user's text that looks like one. */
    boolean isTime() {
        return TIMES.contains(key) && !isOfUsers();
    }

    /** Returns whether this is a user's own data, such as a payload, or inside it. */
    boolean isOfUsers() {
        return isOfUsers(key) || parent != null && parent.isOfUsers();
    }

    /** Returns whether a key contains data that users define themselves. */
    static boolean isOfUsers(String key) {
        return OF_USERS.contains(key);
    }

    /** Returns the value under a key of this map, which can be absent. */
    Actual child(String name) {
        return child(name, value.getAsJsonObject().get(name));
    }

    /** Returns the element at an index of this list. */
    Actual element(int at) {
        if (names != null) {
            return child(names.get(at), value.getAsJsonObject().get(names.get(at)));
        }
        return new Actual(this, "", at, list().get(at), literal);
    }

    /** Returns a number of elements, as a value under the key {@code size}. */
    Actual counted(int size) {
        return new Actual(this, "size", NO_INDEX, new JsonPrimitive(size), false);
    }

    /** Returns the value at a dotted path from here, which can be absent. */
    Actual at(String dotted) {
        Actual here = this;
        for (String name : dotted.split("\\.")) {
            here = here.isMap() ? here.child(name) : here.child(name, null);
        }
        return here;
    }

    /** Returns the mismatch of this part with an expected value. */
    Mismatch differsFrom(String expected) {
        return new Mismatch(path(), expected, show());
    }

    /** Returns the value in a readable form. */
    String show() {
        return Measure.shown(this);
    }

    /** Returns a tree in which the durations and sizes of configurations are readable, such as {@code 1h}. */
    public static JsonElement readable(JsonElement value) {
        return Measure.readable(value);
    }

    /** Returns a tree in a readable form, in which long values are cut. */
    public static String show(JsonElement value) {
        return ShownValue.of(value);
    }

    private Actual child(String name, JsonElement child) {
        return new Actual(this, name, NO_INDEX, child, literal || key.equals("headers"));
    }
}
