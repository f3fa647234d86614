package dev.binrun.scenario;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.binrun.form.ApiField;
import dev.binrun.form.KnownWords;
import dev.binrun.form.Nearest;
import dev.binrun.scenario.yaml.Problems;
import dev.binrun.scenario.yaml.Tree;
import dev.binrun.scenario.yaml.Tree.Entry;
import dev.binrun.scenario.yaml.Tree.Mapping;
import dev.binrun.scenario.yaml.Tree.Scalar;
import dev.binrun.scenario.yaml.Tree.Sequence;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads a configuration of the JetStream API. Checks the form of each value, and leaves its meaning to the server.
 *
 * @param unknownToo whether unknown fields are accepted
 * @param nullToo whether null is accepted
 */
public record ApiFieldReader(ValueBinder values, Problems problems, boolean unknownToo, boolean nullToo) {
    private static final int MOST_DIGITS = 40;

    /**
     * Adds a field to a configuration. Returns false if it has a problem, which is added, or its value is not known
     * yet.
     */
    boolean add(JsonObject config, ApiFields fields, Entry entry) {
        String name = entry.key().text();
        Optional<Tree> value = values.resolved(entry.value());
        if (value.isEmpty()) {
            return false;
        }
        Optional<JsonElement> json = fields.find(name)
                .filter(field -> !(nullToo && isNull(value.get())))
                .map(field -> read(field, value.get()))
                .orElseGet(() -> Optional.of(value.get().json()));
        String field = fields.find(name).map(ApiField::field).orElse(name);
        if (config.has(field)) {
            String twice = name.equals(field)
                    ? "'" + name + "' is already set under its other name; remove one of them"
                    : "'" + name + "' is another name of '" + field + "'; remove one of them";
            problems.add(entry.key().place(), twice);
            return false;
        }
        json.ifPresent(read -> config.add(field, read));
        return json.isPresent();
    }

    private Optional<JsonElement> read(ApiField field, Tree value) {
        ValueFormat format = ValueFormat.of(field.form());
        return switch (field.form()) {
            case TEXTS, NUMBERS, DURATIONS ->
                list(field, value, format.label() + "s", item -> scalar(field, item, format));
            case TEXT_MAP -> map(field, value, ApiFields.of(List.of()));
            case MAP -> map(field, value, ApiFields.of(field.within()));
            case MAPS -> list(field, value, "maps", item -> map(field, item, ApiFields.of(field.within())));
            default -> scalar(field, value, format);
        };
    }

    private Optional<JsonElement> scalar(ApiField field, Tree value, ValueFormat format) {
        Optional<JsonElement> json = value instanceof Scalar scalar && !scalar.isNull()
                ? format == ValueFormat.TEXT
                        ? Optional.of(text(field, scalar))
                        : format.parse(scalar.text()).flatMap(parsed -> json(parsed, scalar.text()))
                : Optional.empty();
        return json.isPresent() ? json : wrong(field, value, format.expected());
    }

    private JsonElement text(ApiField field, Scalar scalar) {
        KnownWords words = field.facts().words();
        words.warning(field.field(), scalar.text()).ifPresent(warning -> problems.warn(scalar.place(), warning));
        return new JsonPrimitive(words.apiWord(scalar.text()));
    }

    private static Optional<JsonElement> json(Object parsed, String text) {
        if (parsed instanceof Boolean flag) {
            return Optional.of(new JsonPrimitive(flag));
        }
        if (parsed instanceof BigDecimal number) {
            return Optional.of(number)
                    .filter(whole -> whole.stripTrailingZeros().scale() <= 0)
                    .filter(whole -> whole.precision() - whole.scale() < MOST_DIGITS)
                    .map(whole -> new JsonPrimitive(whole.toBigInteger()));
        }
        return Optional.of(new JsonPrimitive(text));
    }

    private Optional<JsonElement> list(
            ApiField field, Tree value, String elements, Function<Tree, Optional<JsonElement>> read) {
        if (!(value instanceof Sequence list)) {
            return wrong(field, value, "a list of " + elements);
        }
        JsonArray array = new JsonArray();
        boolean complete = true;
        for (Tree item : list.items()) {
            Optional<JsonElement> json = read.apply(item);
            json.ifPresent(array::add);
            complete &= json.isPresent();
        }
        return complete ? Optional.of(array) : Optional.empty();
    }

    /** If the map has a name, a text is the map with only that name, as in the nats CLI ({@code mirror: ORDERS}). */
    private Optional<JsonElement> map(ApiField field, Tree value, ApiFields within) {
        if (value instanceof Scalar scalar && !scalar.isNull() && within.knows("name")) {
            JsonObject named = new JsonObject();
            named.addProperty("name", scalar.text());
            return Optional.of(named);
        }
        if (!(value instanceof Mapping map)) {
            return wrong(field, value, "a map");
        }
        JsonObject json = new JsonObject();
        boolean complete = true;
        for (Entry entry : map.entries()) {
            if (field.form() == ApiField.Form.TEXT_MAP) {
                Optional<JsonElement> text = scalar(field, entry.value(), ValueFormat.TEXT);
                text.ifPresent(read -> json.add(entry.key().text(), read));
                complete &= text.isPresent();
            } else if (within.knows(entry.key().text()) || unknownToo) {
                complete &= add(json, within, entry);
            } else {
                String key = entry.key().text();
                problems.add(
                        entry.key().place(),
                        "'" + field.field() + "' has no '" + key + "'" + Nearest.hint(key, within.names()));
                complete = false;
            }
        }
        return complete ? Optional.of(json) : Optional.empty();
    }

    private Optional<JsonElement> wrong(ApiField field, Tree value, String form) {
        problems.add(value.place(), "'" + field.field() + "' must be " + form + ", this is " + value.kind());
        return Optional.empty();
    }

    private static boolean isNull(Tree value) {
        return value instanceof Scalar scalar && scalar.isNull();
    }
}
