package dev.binrun.schema;

import com.google.gson.JsonObject;
import dev.binrun.form.ApiField;
import dev.binrun.form.FieldFacts;
import dev.binrun.form.KnownWords;
import dev.binrun.scenario.ApiFieldReader;
import dev.binrun.scenario.ApiFields;
import dev.binrun.scenario.ValueFormat;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;

/** The JSON Schema of the API configurations that {@link ApiFieldReader} reads. */
final class ApiFieldSchema {
    private static final Set<ApiField.Form> CONTAINERS = Set.of(
            ApiField.Form.TEXTS,
            ApiField.Form.NUMBERS,
            ApiField.Form.DURATIONS,
            ApiField.Form.TEXT_MAP,
            ApiField.Form.MAP,
            ApiField.Form.MAPS);

    private ApiFieldSchema() {}

    /**
     * Returns the schema of a field's value, without closing the maps inside it, see {@link #closing}.
     *
     * @param nullToo whether null is valid
     */
    static JsonObject of(ApiField field, boolean nullToo) {
        JsonObject schema = schema(field, nullToo);
        schema.addProperty("description", description(field));
        return schema;
    }

    private static JsonObject schema(ApiField field, boolean nullToo) {
        KnownWords words = field.facts().words();
        if (!words.isEmpty()) {
            return ScalarSchema.offering(words, nullToo);
        }
        JsonObject schema = nullToo ? ScalarSchema.alsoOf("null", value(field)) : value(field);
        return CONTAINERS.contains(field.form()) ? ScalarSchema.inline(schema) : schema;
    }

    private static String description(ApiField field) {
        FieldFacts facts = field.facts();
        String form = field.form().toString().toLowerCase(Locale.ROOT).replace('_', ' ');
        String known = facts.words().isEmpty()
                ? ""
                : "; known values: " + String.join(", ", facts.words().texts());
        String byDefault = facts.shownDefault().isEmpty() ? "" : "; default: " + facts.shownDefault();
        return form + ", as in the JetStream API" + known + byDefault + "; since nats-server " + facts.since();
    }

    /** Returns the schema that rejects other fields, also in the maps inside. */
    static JsonObject closing(Collection<ApiField> fields) {
        JsonObject properties = new JsonObject();
        for (ApiField field : fields) {
            if (field.within().isEmpty()) {
                properties.addProperty(field.field(), true);
            } else {
                properties.add(field.field(), within(field));
            }
            field.also().forEach(name -> properties.addProperty(name, true));
        }
        JsonObject closing = new JsonObject();
        closing.add("properties", properties);
        closing.addProperty("additionalProperties", false);
        return closing;
    }

    private static JsonObject within(ApiField field) {
        JsonObject fields = closing(ApiFields.of(field.within()).byName().values());
        JsonObject within = fields;
        if (field.form() == ApiField.Form.MAPS) {
            within = new JsonObject();
            within.add("items", fields);
        }
        within.addProperty("doNotSuggest", true); // editors propose the field itself
        return within;
    }

    private static JsonObject value(ApiField field) {
        ValueFormat format = ValueFormat.of(field.form());
        return switch (field.form()) {
            case TEXTS, NUMBERS, DURATIONS -> list(format.label() + "s", ScalarSchema.of(format));
            case TEXT_MAP -> texts();
            case MAP -> map(field);
            case MAPS -> list("maps", map(field));
            default -> ScalarSchema.of(format);
        };
    }

    private static JsonObject list(String elements, JsonObject item) {
        JsonObject list = ScalarSchema.open("a list of " + elements, "array", "string");
        list.add("items", item);
        return list;
    }

    private static JsonObject texts() {
        JsonObject map = ScalarSchema.open("a map", "object", "string");
        map.add("additionalProperties", ScalarSchema.of(ValueFormat.TEXT));
        return map;
    }

    /** If the map has a name, a text is the map with only that name. */
    private static JsonObject map(ApiField field) {
        ApiFields within = ApiFields.of(field.within());
        JsonObject map = within.knows("name")
                ? ScalarSchema.types("object", "string", "number", "boolean")
                : ScalarSchema.open("a map", "object", "string");
        if (!field.within().isEmpty()) {
            JsonObject properties = new JsonObject();
            within.byName().values().forEach(inner -> properties.add(inner.field(), of(inner, false)));
            map.add("properties", properties);
        }
        return map;
    }
}
