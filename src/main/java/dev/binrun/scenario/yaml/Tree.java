package dev.binrun.scenario.yaml;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.binrun.form.Quantity;
import dev.binrun.form.Template;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What stands in a scenario file: maps, lists and scalars as written, each with its place. */
public interface Tree {
    /** Where it starts. */
    Place place();

    /** Whether anything in it is still to be looked up. */
    boolean open();

    /** What it is, in a word, for an error. */
    String kind();

    /** The JSON that it is: plain scalars by YAML's core schema, all others text. */
    JsonElement json();

    /** The JSON that it is, but a number stays a text where its text would be lost: {@code 007}, {@code +1}. */
    JsonElement asWritten();

    /** A key with its value. */
    record Entry(Scalar key, Tree value) {}

    /** A map, in the file's order; keys are unique. */
    record Mapping(Place place, List<Entry> entries) implements Tree {
        @Override
        public boolean open() {
            for (Entry entry : entries) {
                if (entry.value().open()) {
                    return true;
                }
            }
            return false;
        }

        /** The value under a key. */
        public Optional<Tree> get(String key) {
            return entry(key).map(Entry::value);
        }

        /** The entry of a key. */
        public Optional<Entry> entry(String key) {
            for (Entry entry : entries) {
                if (entry.key().text().equals(key)) {
                    return Optional.of(entry);
                }
            }
            return Optional.empty();
        }

        /** All keys, in order. */
        public List<String> keys() {
            return entries.stream().map(e -> e.key().text()).toList();
        }

        @Override
        public String kind() {
            return "a map";
        }

        @Override
        public JsonElement json() {
            JsonObject map = new JsonObject();
            entries.forEach(e -> map.add(e.key().text(), e.value().json()));
            return map;
        }

        @Override
        public JsonElement asWritten() {
            JsonObject map = new JsonObject();
            entries.forEach(e -> map.add(e.key().text(), e.value().asWritten()));
            return map;
        }
    }

    /** A list. */
    record Sequence(Place place, List<Tree> items) implements Tree {
        @Override
        public boolean open() {
            for (Tree item : items) {
                if (item.open()) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public String kind() {
            return "a list";
        }

        @Override
        public JsonElement json() {
            JsonArray list = new JsonArray();
            items.forEach(item -> list.add(item.json()));
            return list;
        }

        @Override
        public JsonElement asWritten() {
            JsonArray list = new JsonArray();
            items.forEach(item -> list.add(item.asWritten()));
            return list;
        }
    }

    /**
     * A scalar.
     *
     * @param text as written, quotes and escapes undone
     * @param plain whether it was written without quotes, so that it may be more than text
     * @param closed whether nothing in it is to be looked up any more
     */
    record Scalar(Place place, String text, boolean plain, boolean closed) implements Tree {
        /** Whether it is written as null: nothing at all, {@code ~} or {@code null}. */
        public boolean isNull() {
            return plain && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
        }

        @Override
        public boolean open() {
            return !closed && text.contains("${");
        }

        @Override
        public String kind() {
            return isNull() ? "nothing" : "'" + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + "'";
        }

        @Override
        public JsonElement json() {
            if (!plain) {
                return new JsonPrimitive(text);
            }
            if (isNull()) {
                return JsonNull.INSTANCE;
            }
            return switch (text) {
                case "true", "True", "TRUE" -> new JsonPrimitive(true);
                case "false", "False", "FALSE" -> new JsonPrimitive(false);
                default ->
                    Quantity.number(text).<JsonElement>map(Scalar::number).orElse(new JsonPrimitive(text));
            };
        }

        @Override
        public JsonElement asWritten() {
            JsonElement json = json();
            return json.isJsonNull() || json.getAsString().equals(text) ? json : new JsonPrimitive(text);
        }

        private static JsonPrimitive number(BigDecimal value) {
            boolean whole = value.stripTrailingZeros().scale() <= 0 && value.precision() - value.scale() < 40;
            return whole ? new JsonPrimitive(value.toBigInteger()) : new JsonPrimitive(value);
        }
    }

    /** The tree of an answer, standing where it was referred to; nothing in it is looked up again. */
    static Tree of(JsonElement value, Place place) {
        if (value.isJsonObject()) {
            List<Entry> entries = new ArrayList<>();
            for (Map.Entry<String, JsonElement> e : value.getAsJsonObject().entrySet()) {
                entries.add(new Entry(new Scalar(place, e.getKey(), false, true), of(e.getValue(), place)));
            }
            return new Mapping(place, entries);
        }
        if (value.isJsonArray()) {
            return new Sequence(
                    place,
                    value.getAsJsonArray().asList().stream()
                            .map(item -> of(item, place))
                            .toList());
        }
        boolean text = value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
        return new Scalar(place, value.isJsonNull() ? "null" : Template.textOf(value), !text, true);
    }
}
