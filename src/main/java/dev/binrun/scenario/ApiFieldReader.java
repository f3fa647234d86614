package dev.binrun.scenario;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.binrun.form.ApiField;
import dev.binrun.form.KnownWords;
import dev.binrun.form.Nearest;
import dev.binrun.form.Quantity;
import dev.binrun.scenario.yaml.Problems;
import dev.binrun.scenario.yaml.Tree;
import dev.binrun.scenario.yaml.Tree.Entry;
import dev.binrun.scenario.yaml.Tree.Mapping;
import dev.binrun.scenario.yaml.Tree.Scalar;
import dev.binrun.scenario.yaml.Tree.Sequence;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.Function;

/** Reads a configuration for the API: forms are checked, meanings are left to the server. */
public final class ApiFieldReader {
    private final ValueBinder values;
    private final Problems problems;
    private final boolean unknownToo;
    private final boolean nullToo;

    /**
     * @param unknownToo whether fields that are not known are let through
     * @param nullToo whether a field may be null
     */
    ApiFieldReader(ValueBinder values, Problems problems, boolean unknownToo, boolean nullToo) {
        this.values = values;
        this.problems = problems;
        this.unknownToo = unknownToo;
        this.nullToo = nullToo;
    }

    /** Adds a field to a configuration; false if it is wrong (then among the problems) or still open. */
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
                    ? "'" + name + "' is here already, under its other name: only one of them can be here"
                    : "'" + name + "' is another word for '" + field + "': only one of them can be here";
            problems.add(entry.key().place(), twice);
            return false;
        }
        json.ifPresent(read -> config.add(field, read));
        return json.isPresent();
    }

    private Optional<JsonElement> read(ApiField field, Tree value) {
        return switch (field.form()) {
            case TEXT -> text(field, value);
            case TIME ->
                scalar(
                        field,
                        value,
                        "a time such as 2026-01-31T12:00:00Z",
                        text -> Quantity.time(text).map(time -> new JsonPrimitive(text)));
            case BOOLEAN -> scalar(field, value, "true or false", ApiFieldReader::bool);
            case NUMBER -> scalar(field, value, "a whole number", ApiFieldReader::whole);
            case SIZE ->
                scalar(
                        field,
                        value,
                        "a number of bytes such as 1024 or 64KB",
                        text -> Quantity.bytes(text).flatMap(ApiFieldReader::whole));
            case DURATION -> duration(field, value);
            case TEXTS -> list(field, value, "a list of texts", item -> text(field, item));
            case NUMBERS ->
                list(
                        field,
                        value,
                        "a list of numbers",
                        item -> scalar(field, item, "a whole number", ApiFieldReader::whole));
            case DURATIONS -> list(field, value, "a list of durations", item -> duration(field, item));
            case TEXT_MAP -> map(field, value, ApiFields.of());
            case MAP -> map(field, value, ApiFields.of(field.within()));
            case MAPS -> list(field, value, "a list of maps", item -> map(field, item, ApiFields.of(field.within())));
        };
    }

    private Optional<JsonElement> text(ApiField field, Tree value) {
        KnownWords words = field.facts().words();
        if (value instanceof Scalar scalar && !scalar.isNull()) {
            words.warning(field.field(), scalar.text()).ifPresent(warning -> problems.warn(scalar.place(), warning));
        }
        return scalar(field, value, "a text", text -> Optional.of(new JsonPrimitive(words.apiWord(text))));
    }

    private Optional<JsonElement> duration(ApiField field, Tree value) {
        return scalar(
                field,
                value,
                "a duration such as 500ms or 1h30m",
                text -> Quantity.parse(text)
                        .filter(q ->
                                q.kind() == Quantity.QuantityKind.DURATION || q.kind() == Quantity.QuantityKind.NUMBER)
                        .flatMap(q -> whole(q.value())));
    }

    private Optional<JsonElement> scalar(
            ApiField field, Tree value, String form, Function<String, Optional<JsonPrimitive>> read) {
        Optional<JsonElement> json = value instanceof Scalar scalar && !scalar.isNull()
                ? read.apply(scalar.text()).map(JsonElement.class::cast)
                : Optional.empty();
        return json.isPresent() ? json : wrong(field, value, form);
    }

    private Optional<JsonElement> list(
            ApiField field, Tree value, String form, Function<Tree, Optional<JsonElement>> read) {
        if (!(value instanceof Sequence list)) {
            return wrong(field, value, form);
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

    /** A map; where it has a name, a text stands for a map of only that, as in the nats CLI ({@code mirror: ORDERS}). */
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
                Optional<JsonElement> text = text(field, entry.value());
                text.ifPresent(t -> json.add(entry.key().text(), t));
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

    private static Optional<JsonPrimitive> bool(String text) {
        return switch (text) {
            case "true", "True", "TRUE" -> Optional.of(new JsonPrimitive(true));
            case "false", "False", "FALSE" -> Optional.of(new JsonPrimitive(false));
            default -> Optional.empty();
        };
    }

    private static Optional<JsonPrimitive> whole(String text) {
        return Quantity.number(text).flatMap(ApiFieldReader::whole);
    }

    private static Optional<JsonPrimitive> whole(BigDecimal number) {
        return number.stripTrailingZeros().scale() <= 0 && number.precision() - number.scale() < 40
                ? Optional.of(new JsonPrimitive(number.toBigInteger()))
                : Optional.empty();
    }
}
