package dev.binrun.schema;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.binrun.form.ApiField;
import dev.binrun.scenario.Binder;
import dev.binrun.scenario.RecordShape;
import dev.binrun.verb.NestedSteps;
import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The JSON Schema of a map that {@link Binder} reads into a record: its keys, required keys and names of the same key.
 */
final class RecordSchema {
    private final JsonObject properties = new JsonObject();
    private final JsonArray required = new JsonArray();
    private final JsonArray requiredByAnyName = new JsonArray();
    private final JsonObject dependencies = new JsonObject();
    private final Map<String, ApiField> fields = new LinkedHashMap<>();
    private final Map<String, JsonObject> trees;

    private RecordSchema(Map<String, JsonObject> trees) {
        this.trees = trees;
    }

    /** Returns the schema of a record. */
    static RecordSchema of(Class<?> record) {
        return of(record, Map.of());
    }

    /** Returns the schema of a record, with the schemas of its components that are trees, by name. */
    static RecordSchema of(Class<?> record, Map<String, JsonObject> trees) {
        RecordSchema schema = new RecordSchema(trees);
        schema.add(RecordShape.of(record));
        return schema;
    }

    /** Returns the schemas of the keys. */
    JsonObject properties() {
        return properties;
    }

    /** Returns the schema of the map without other keys. The types are those of the map and of its other notations. */
    JsonObject closed(String... types) {
        JsonObject map = ScalarSchema.types(types);
        map.add("properties", properties);
        if (!required.isEmpty()) {
            map.add("required", required);
        }
        if (!requiredByAnyName.isEmpty()) {
            map.add("allOf", requiredByAnyName);
        }
        if (dependencies.size() > 0) {
            map.add("dependencies", dependencies);
        }
        if (fields.isEmpty()) {
            map.addProperty("additionalProperties", false);
        } else {
            map.add("if", unknownAllowed());
            map.add("else", closing());
        }
        return map;
    }

    private void add(RecordShape shape) {
        for (RecordShape.Component component : shape.components()) {
            if (component.inner().isPresent()) {
                add(component.inner().get());
            } else if (component.fields().isPresent()) {
                component.fields().get().byName().values().forEach(field -> add(field, component));
            } else {
                add(component);
            }
        }
    }

    private void add(RecordShape.Component component) {
        JsonObject value = Optional.ofNullable(trees.get(component.name()))
                .map(JsonObject::deepCopy)
                .orElseGet(() -> value(component));
        value.addProperty("description", component.arg().value());
        if (component.arg().required()) {
            require(component.names());
        }
        add(component.names(), value);
    }

    private static JsonObject value(RecordShape.Component component) {
        JsonObject value = ValueSchema.of(component);
        boolean container = component.type() instanceof ParameterizedType type
                && type.getActualTypeArguments()[0] != NestedSteps.class;
        return container || component.type() == JsonObject.class ? ScalarSchema.inline(value) : value;
    }

    /** A name of a field that is also an argument means the argument. */
    private void add(ApiField field, RecordShape.Component component) {
        List<String> names = new ArrayList<>(List.of(field.field()));
        names.addAll(field.also());
        names.removeAll(component.reserved());
        if (!names.isEmpty()) {
            fields.put(field.field(), field);
            add(names, ApiFieldSchema.of(field, component.removable()));
        }
    }

    /** Editors propose only the first name of a key; a map can have only one of the names. */
    private void add(List<String> names, JsonObject value) {
        properties.add(names.get(0), value);
        for (String also : names.subList(1, names.size())) {
            JsonObject same = value.deepCopy();
            same.addProperty("description", "another name of " + names.get(0));
            same.addProperty("doNotSuggest", true);
            properties.add(also, same);
            dependencies.add(also, without(names.subList(0, names.indexOf(also))));
        }
    }

    private static JsonObject without(List<String> names) {
        JsonObject none = new JsonObject();
        names.forEach(name -> none.addProperty(name, false));
        JsonObject without = new JsonObject();
        without.add("properties", none);
        return without;
    }

    private void require(List<String> names) {
        if (names.size() == 1) {
            required.add(names.get(0));
            return;
        }
        requiredByAnyName.add(
                ScalarSchema.either(names.stream().map(RecordSchema::requiring).toArray(JsonObject[]::new)));
    }

    /** Returns a schema that requires a key. */
    static JsonObject requiring(String name) {
        JsonArray names = new JsonArray();
        names.add(name);
        JsonObject requiring = new JsonObject();
        requiring.add("required", names);
        return requiring;
    }

    /** With {@code allow_unknown: true}, all keys are valid. */
    private static JsonObject unknownAllowed() {
        JsonArray yes = new JsonArray();
        yes.add(true);
        yes.add("true");
        JsonObject allowed = new JsonObject();
        allowed.add("enum", yes);
        JsonObject property = new JsonObject();
        property.add("allow_unknown", allowed);
        JsonObject condition = requiring("allow_unknown");
        condition.add("properties", property);
        return condition;
    }

    private JsonObject closing() {
        JsonObject closing = ApiFieldSchema.closing(fields.values());
        JsonObject all = closing.getAsJsonObject("properties");
        properties.keySet().stream().filter(key -> !all.has(key)).forEach(key -> all.addProperty(key, true));
        return closing;
    }
}
