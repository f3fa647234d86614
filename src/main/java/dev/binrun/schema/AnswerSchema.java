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

/** The expectations of answers in JSON Schema: editors complete the keys, and mark a misspelt key that an empty value hides. */
final class AnswerSchema {
    private static final List<String> OF_ELEMENTS = List.of("any", "each", "none");

    private final JsonObject definitions;
    private final Map<Shape, String> defined = new HashMap<>();

    private AnswerSchema(JsonObject definitions) {
        this.definitions = definitions;
    }

    /** Adds a definition for each shape that has a name, and for the answer of each verb. */
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
                        .add("items", definitionOf(name)); // the answers to a list of arguments
            }
        }
    }

    /** A reference to the expectation of a verb's answer. */
    static JsonObject reference(VerbType verb) {
        return AnswerShapes.of(verb).isAny() ? ExpectedSchema.reference() : definitionOf(definition(verb));
    }

    /** Verbs with the same answer share a definition, which is called after the first of them. */
    private static String definition(VerbType verb) {
        Shape answer = AnswerShapes.of(verb);
        Optional<VerbType> first = Verbs.all().stream()
                .filter(other -> AnswerShapes.of(other).equals(answer))
                .findFirst();
        return "answer-" + VerbSchema.definition(first.orElse(verb));
    }

    private static JsonObject definitionOf(String name) {
        JsonObject reference = new JsonObject();
        reference.addProperty("$ref", "#/definitions/" + name);
        return reference;
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
                        ? definitionOf("NoSuchKey")
                        : shape.others()
                                .map(values -> part(name + ".*", values))
                                .orElseGet(ExpectedSchema::reference));
    }

    /** The expectation of a part of an answer; if it has keys or elements, it gets a definition. */
    private JsonObject part(String name, Shape shape) {
        if (!shape.name().isEmpty() && AnswerShapes.named().containsKey(shape.name())) {
            return definitionOf(shape.name());
        }
        if (!hasKeys(shape)) {
            return ExpectedSchema.reference();
        }
        if (!defined.containsKey(shape)) {
            defined.put(shape, name);
            define(name, shape);
        }
        return definitionOf(defined.get(shape));
    }

    /** Whether there are keys to complete in it. */
    private static boolean hasKeys(Shape shape) {
        return !shape.keys().isEmpty()
                || shape.elements().filter(AnswerSchema::hasKeys).isPresent()
                || shape.others().filter(AnswerSchema::hasKeys).isPresent();
    }

    private static void list(JsonObject expected, JsonObject properties, JsonObject element) {
        expected.add("items", element);
        OF_ELEMENTS.forEach(word -> properties.add(word, element));
        JsonObject several = new JsonObject();
        several.addProperty("description", "each of these is matched by an element of its own, in any order");
        several.add("items", element);
        properties.add("contains", several);
    }

    /** The expectation of a key that no answer has: not a value that an absent key matches. */
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
