package dev.binrun.match;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.binrun.form.Count;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** A part of an answer; where it is, is put in words only when somebody asks. */
public final class Actual {
    private static final Pattern PLAIN = Pattern.compile("[^\\s.\\[\\]\"]+");
    private static final int NO_INDEX = -1;

    /** The keys under which JetStream and the harness write a time. */
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

    /** The keys under which users keep their own data, whatever its keys are called. */
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

    /** @param names if this is a map whose values are looked at as a list: its keys */
    private Actual(Actual parent, String key, int index, JsonElement value, boolean literal, List<String> names) {
        this.parent = parent;
        this.key = key;
        this.index = index;
        this.value = value;
        this.literal = literal;
        this.names = names;
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
        return !absent() && value.isJsonArray() || names != null;
    }

    boolean isMap() {
        return !absent() && value.isJsonObject() && names == null;
    }

    boolean isText() {
        return !absent() && ShownValue.isText(value);
    }

    JsonArray list() {
        if (names == null) {
            return value.getAsJsonArray();
        }
        JsonArray values = new JsonArray();
        value.getAsJsonObject().asMap().values().forEach(values::add);
        return values;
    }

    /** This map, looked at as the list of its values. */
    Actual values() {
        return new Actual(
                parent,
                key,
                index,
                value,
                literal,
                List.copyOf(value.getAsJsonObject().keySet()));
    }

    /** The number of elements. */
    String count() {
        int count = names == null ? list().size() : names.size();
        return Count.of(count, names == null ? "element" : "value");
    }

    /** The kind of collection that this is. */
    String listed() {
        return names == null ? "a list" : "a map whose values are a list";
    }

    /** The key of the field that this is a value of: of an element the list's. */
    String name() {
        return index == NO_INDEX || parent == null ? key : parent.name();
    }

    /** Returns whether this is a time, by its field, and not a text of a user that looks like one. */
    boolean isTime() {
        return TIMES.contains(key) && !isOfUsers();
    }

    /** Returns whether this is a user's own data, such as a payload, or within it. */
    boolean isOfUsers() {
        return isOfUsers(key) || parent != null && parent.isOfUsers();
    }

    /** Returns whether users keep their own data under a key. */
    static boolean isOfUsers(String key) {
        return OF_USERS.contains(key);
    }

    /** What is under a key of this map. */
    Actual child(String name) {
        return child(name, value.getAsJsonObject().get(name));
    }

    /** The element at an index of this list. */
    Actual element(int at) {
        if (names != null) {
            return child(names.get(at), value.getAsJsonObject().get(names.get(at)));
        }
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
        return Measure.shown(this);
    }

    /** A tree for a reader, with the durations and sizes of configurations as people write them. */
    public static JsonElement readable(JsonElement value) {
        return Measure.readable(value);
    }

    /** A tree for a reader: scalars as they are, long ones cut. */
    public static String show(JsonElement value) {
        return ShownValue.of(value);
    }

    private Actual child(String name, JsonElement there) {
        return new Actual(this, name, NO_INDEX, there, literal || key.equals("headers"));
    }
}
