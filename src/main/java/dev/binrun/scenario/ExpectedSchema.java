package dev.binrun.scenario;

import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is expected of an answer or an error, in JSON Schema: any tree, in which the matcher's own words are explained. */
final class ExpectedSchema {
    private ExpectedSchema() {}

    static JsonObject reference() {
        JsonObject reference = new JsonObject();
        reference.addProperty("$ref", "#/definitions/Expected");
        return reference;
    }

    static JsonObject json() {
        JsonObject properties = new JsonObject();
        words().forEach((word, meaning) -> {
            JsonObject value = word.equals("equals") ? new JsonObject() : reference();
            value.addProperty("description", meaning);
            properties.add(word, value);
        });
        JsonObject expected = new JsonObject();
        expected.add("properties", properties);
        expected.add("additionalProperties", reference());
        expected.add("items", reference());
        return expected;
    }

    /** An {@code err_code}, a word of the description, or what {@code {code, err_code, description}} must look like. */
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
        words.put("size", "of a list how many elements, of a text how many characters");
        words.put("any", "of a list: at least one element matches");
        words.put("each", "of a list: there are elements, and every one matches; ${i} is its index");
        words.put("none", "of a list: no element matches");
        words.put("contains", "of a list: each of these is matched by an element of its own, in any order");
        words.put("ordered", "of a list: this field's values rise strictly");
        words.put("unique", "of a list: no two elements have the same value of this field");
        words.put("absent", "true: the key is not there");
        words.put("equals", "exactly this: no subset, no operator");
        return words;
    }
}
