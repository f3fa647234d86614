package dev.binrun.schema;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.binrun.match.JsonKind;
import dev.binrun.scenario.ModifiersReader;
import dev.binrun.scenario.OperatorWords;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The JSON Schema of the expectation of an answer or an error: any tree, with explanations of the operators.
 */
final class ExpectedSchema {
    private ExpectedSchema() {}

    /** Returns a reference to the definition of any expectation. */
    static JsonObject reference() {
        return ScalarSchema.reference("Expected");
    }

    /** Returns the definition of any expectation. */
    static JsonObject json() {
        JsonObject properties = new JsonObject();
        words().forEach((word, meaning) -> {
            JsonObject value = value(word);
            value.addProperty("description", meaning);
            properties.add(word, value);
        });
        JsonObject expected = new JsonObject();
        expected.add("properties", properties);
        expected.add("additionalProperties", reference());
        expected.add("items", reference());
        return expected;
    }

    private static JsonObject value(String word) {
        return switch (word) {
            case "equals" -> new JsonObject();
            case "count" -> ScalarSchema.either(count(), reference());
            case "or" -> patterns();
            case "kind" -> ScalarSchema.either(kinds(), reference());
            default -> reference();
        };
    }

    private static JsonObject count() {
        JsonObject properties = new JsonObject();
        OperatorWords.COUNT.forEach(key -> properties.add(key, reference()));
        JsonObject count = ScalarSchema.types("object");
        count.add("properties", properties);
        return count;
    }

    private static JsonObject patterns() {
        return ScalarSchema.listOfAtLeastOne(reference());
    }

    private static JsonObject kinds() {
        JsonArray words = new JsonArray();
        JsonKind.WORDS.forEach(words::add);
        words.add(JsonNull.INSTANCE); // the word null, unquoted
        JsonObject kinds = new JsonObject();
        kinds.add("enum", words);
        return kinds;
    }

    /**
     * Returns the schema of {@code error}: an {@code err_code}, a word of the description, or a map of the error's
     * fields.
     */
    static JsonObject error() {
        JsonObject properties = new JsonObject();
        ModifiersReader.ERROR_FIELDS.forEach(field -> properties.add(field, reference()));
        JsonObject error = ScalarSchema.types("string", "number", "boolean", "object");
        ScalarSchema.patterned(error, "\\S", "an err_code, a word of the description, a map, or {} for any");
        error.add("properties", properties);
        error.addProperty("additionalProperties", false);
        return error;
    }

    private static Map<String, String> words() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("size", "the number of elements of a list, or of characters of a text");
        words.put("any", "of a list: at least one element matches");
        words.put("each", "of a list: it has elements, and each matches; ${i} is the index");
        words.put("none", "of a list: no element matches");
        words.put("contains", "of a list: each of these is matched by a different element, in any order");
        words.put("ordered", "of a list: this field's values rise strictly");
        words.put("unique", "of a list: no two elements have the same value of this field");
        words.put("count", "of a list: as many elements match 'of' as 'is' expects: {of: {data: a}, is: \"<= 1\"}");
        words.put("values", "of a map: its values match: {each: …}, {any: …} or {none: …}");
        words.put("or", "at least one of these patterns matches; an absent key fails");
        words.put("not", "this pattern does not match; an absent key fails");
        words.put("kind", "the JSON type: " + String.join(", ", JsonKind.WORDS));
        words.put("absent", "true: the key is absent");
        words.put("equals", "exactly this: no other keys, no operators, the same JSON types");
        return words;
    }
}
