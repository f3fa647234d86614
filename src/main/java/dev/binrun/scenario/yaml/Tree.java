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
import java.util.function.Function;

/** A map, list or scalar of a scenario file, as written and with its place. */
public interface Tree {
    /** Returns the place where the value starts. */
    Place place();

    /** Returns whether the value contains references that are not looked up yet. */
    boolean open();

    /** Returns the value in a few words for an error, such as {@code a map} or {@code 'soon'}. */
    String kind();

    /** Returns the value as JSON. Unquoted scalars follow YAML's core schema; all others are text. */
    JsonElement json();

    /**
     * Returns the value as JSON, in which a number stays a text if its notation would be lost: {@code 007}, {@code +1}.
     */
    JsonElement asWritten();

    /** Returns a copy in which each scalar is replaced; keys stay. */
    Tree replaceScalars(Function<Scalar, Tree> replacement);

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

        /** Returns the value under a key. */
        public Optional<Tree> get(String key) {
            return entry(key).map(Entry::value);
        }

        /** Returns the entry of a key. */
        public Optional<Entry> entry(String key) {
            for (Entry entry : entries) {
                if (entry.key().text().equals(key)) {
                    return Optional.of(entry);
                }
            }
            return Optional.empty();
        }

        /** Returns all keys, in order. */
        public List<String> keys() {
            return entries.stream().map(entry -> entry.key().text()).toList();
        }

        @Override
        public String kind() {
            return "a map";
        }

        @Override
        public JsonElement json() {
            return json(Tree::json);
        }

        @Override
        public JsonElement asWritten() {
            return json(Tree::asWritten);
        }

        @Override
        public Mapping replaceScalars(Function<Scalar, Tree> replacement) {
            return new Mapping(
                    place,
                    entries.stream()
                            .map(entry -> new Entry(entry.key(), entry.value().replaceScalars(replacement)))
                            .toList());
        }

        private JsonObject json(Function<Tree, JsonElement> value) {
            JsonObject map = new JsonObject();
            entries.forEach(entry -> map.add(entry.key().text(), value.apply(entry.value())));
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

        @Override
        public Sequence replaceScalars(Function<Scalar, Tree> replacement) {
            return new Sequence(
                    place,
                    items.stream().map(item -> item.replaceScalars(replacement)).toList());
        }
    }

    /**
     * A scalar.
     *
     * @param text the text, without quotes and escapes
     * @param plain whether the scalar has no quotes, so it can be more than text
     * @param closed whether {@code ${…}} in the text is literal
     */
    record Scalar(Place place, String text, boolean plain, boolean closed) implements Tree {
        /** Returns whether the scalar is null: empty, {@code ~} or {@code null}, without quotes. */
        public boolean isNull() {
            return plain && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
        }

        @Override
        public boolean open() {
            return !closed && text.contains("${");
        }

        @Override
        public String kind() {
            if (isNull()) {
                return text.isEmpty() ? "empty" : "null";
            }
            return "'" + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + "'";
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

        @Override
        public Tree replaceScalars(Function<Scalar, Tree> replacement) {
            return replacement.apply(this);
        }

        private static JsonPrimitive number(BigDecimal value) {
            boolean whole = value.stripTrailingZeros().scale() <= 0 && value.precision() - value.scale() < 40;
            return whole ? new JsonPrimitive(value.toBigInteger()) : new JsonPrimitive(value);
        }
    }

    /** Returns the tree of a kept value, at the place of the reference to it; its texts are not looked up again. */
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
