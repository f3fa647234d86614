package dev.binrun.schema;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.binrun.form.Shape;
import dev.binrun.form.Shape.ShapeKind;
import dev.binrun.registry.AnswerShapes;
import dev.binrun.registry.Verbs;
import dev.binrun.verb.VerbType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The JSON Schema of expectations. Editors complete the keys, and mark a misspelt key whose empty value would match.
 */
final class AnswerSchema {
    private static final List<String> OF_ELEMENTS = List.of("any", "each", "none");

    private final JsonObject definitions;
    private final Map<Shape, String> defined = new HashMap<>();

    private AnswerSchema(JsonObject definitions) {
        this.definitions = definitions;
    }

    /** Adds a definition for each named shape, and for the answer of each verb. */
    static void define(JsonObject definitions, List<VerbType> verbs) {
        AnswerSchema schema = new AnswerSchema(definitions);
        definitions.add("NoSuchKey", noSuchKey());
        AnswerShapes.named().forEach((name, shape) -> schema.define(name, shape));
        for (VerbType verb : verbs) {
            String name = definition(verb);
            Shape answer = AnswerShapes.of(verb);
            if (!answer.isAny() && !definitions.has(name)) {
                schema.define(name, answer);
                definitions
                        .getAsJsonObject(name)
                        .add("items", ScalarSchema.reference(name)); // the answers of a list of items
            }
        }
    }

    /** Returns a reference to the expectation of a verb's answer. */
    static JsonObject reference(VerbType verb) {
        return AnswerShapes.of(verb).isAny() ? ExpectedSchema.reference() : ScalarSchema.reference(definition(verb));
    }

    /** Verbs with the same answer share a definition, with the name of the first of them. */
    private static String definition(VerbType verb) {
        Shape answer = AnswerShapes.of(verb);
        Optional<VerbType> first = Verbs.all().stream()
                .filter(other -> AnswerShapes.of(other).equals(answer))
                .findFirst();
        return "answer-" + VerbSchema.definition(first.orElse(verb));
    }

    private void define(String name, Shape shape) {
        JsonObject expected = new JsonObject();
        JsonObject properties = new JsonObject();
        definitions.add(name, expected);
        shape.keys().forEach((key, value) -> properties.add(key, part(name + "." + key, value)));
        shape.elements().ifPresent(element -> list(expected, properties, part(name + "[]", element)));
        expected.add("properties", properties);
        boolean closed = shape.has(ShapeKind.MAP)
                && !shape.has(ShapeKind.LIST)
                && shape.others().isEmpty();
        expected.add(
                "additionalProperties",
                closed
                        ? ScalarSchema.reference("NoSuchKey")
                        : shape.others()
                                .map(values -> part(name + ".*", values))
                                .orElseGet(ExpectedSchema::reference));
    }

    /** A part of an answer gets a definition if it has keys or elements. */
    private JsonObject part(String name, Shape shape) {
        if (!shape.name().isEmpty() && AnswerShapes.named().containsKey(shape.name())) {
            return ScalarSchema.reference(shape.name());
        }
        if (!hasKeys(shape)) {
            return ExpectedSchema.reference();
        }
        if (!defined.containsKey(shape)) {
            defined.put(shape, name);
            define(name, shape);
        }
        return ScalarSchema.reference(defined.get(shape));
    }

    private static boolean hasKeys(Shape shape) {
        return !shape.keys().isEmpty()
                || shape.elements().filter(AnswerSchema::hasKeys).isPresent()
                || shape.others().filter(AnswerSchema::hasKeys).isPresent();
    }

    private static void list(JsonObject expected, JsonObject properties, JsonObject element) {
        expected.add("items", element);
        OF_ELEMENTS.forEach(word -> properties.add(word, element));
        JsonObject several = new JsonObject();
        several.addProperty("description", "each of these is matched by a different element, in any order");
        several.add("items", element);
        properties.add("contains", several);
    }

    /** A key that no answer has is valid, unless an absent key would match its value. */
    private static JsonObject noSuchKey() {
        JsonArray empty = new JsonArray();
        empty.add(false);
        empty.add(0);
        empty.add("");
        empty.add(new JsonArray());
        empty.add(new JsonObject());
        JsonObject values = new JsonObject();
        values.add("enum", empty);
        JsonArray expected = new JsonArray();
        expected.add(ExpectedSchema.reference());
        JsonObject other = new JsonObject();
        other.add("allOf", expected);
        other.add("not", values);
        other.add("properties", new JsonObject());
        other.addProperty("errorMessage", "the answer has no such key, so nothing would be compared");
        return other;
    }
}
