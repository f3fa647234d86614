package dev.binrun.schema;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.binrun.form.KnownWords;
import dev.binrun.scenario.ValueFormat;
import java.util.List;

/**
 * The JSON Schema (draft-07) of scalars. Each can also be a text or {@code ${…}}, so its schema is a list of types with
 * a pattern for texts. Alternatives ({@code anyOf}) are avoided, because their errors in editors are hard to read.
 */
final class ScalarSchema {
    /** The pattern of a text that contains a reference. */
    static final String OPEN = "\\$\\{";

    private ScalarSchema() {}

    /** Returns the schema of a scalar format without bounds. */
    static JsonObject of(ValueFormat format) {
        return of(format, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** Returns the schema of a scalar format; the bounds apply to numbers. */
    static JsonObject of(ValueFormat format, long min, long max) {
        JsonObject schema = types(format.jsonTypes());
        if (!format.pattern().isEmpty()) {
            patterned(schema, "^(?:" + format.pattern() + ")$|" + OPEN, format.expected());
        }
        if (format == ValueFormat.DURATION) {
            onlyZero(schema, format.expected());
        }
        long least = format == ValueFormat.INDEXES ? 1 : min;
        if (least != Long.MIN_VALUE) {
            schema.addProperty("minimum", least);
        }
        if (max != Long.MAX_VALUE) {
            schema.addProperty("maximum", max);
        }
        return schema;
    }

    /** Lets a number without a unit be only 0. */
    private static void onlyZero(JsonObject duration, String message) {
        JsonObject zero = new JsonObject();
        zero.addProperty("const", 0);
        zero.addProperty("errorMessage", message);
        duration.add("if", types("integer"));
        duration.add("then", zero);
    }

    /**
     * Returns the schema of one of some words. It uses alternatives, because editors propose the words of an
     * {@code enum}.
     */
    static JsonObject oneOf(List<String> words) {
        JsonObject known = new JsonObject();
        JsonArray values = new JsonArray();
        for (String word : words) {
            values.add(word);
            if (word.equals("true") || word.equals("false")) { // without quotes, these are not texts
                values.add(Boolean.valueOf(word));
            } else if (word.matches("[0-9]+")) {
                values.add(Integer.valueOf(word));
            }
        }
        known.add("enum", values);
        return either(known, open("one of " + String.join(", ", words), "string"));
    }

    /** Returns the schema of any text, for which editors propose some words. */
    static JsonObject offering(KnownWords words, boolean nullToo) {
        JsonArray texts = new JsonArray();
        words.texts().forEach(texts::add);
        JsonObject known = new JsonObject();
        known.add("enum", texts);
        JsonObject any =
                new JsonObject(); // not the types of scalars: for a boolean, editors would propose true and false
        any.add("not", nullToo ? types("object", "array") : types("object", "array", "null"));
        return either(known, any);
    }

    /**
     * Returns a list or a map that editors start on the key's own line. Without the snippet they start a block on the
     * next line, which is wrong inside <code>{ }</code>. Editors ignore a snippet beside {@code properties} or
     * {@code items}, so these are wrapped.
     */
    static JsonObject inline(JsonObject container) {
        boolean list = container.has("items") || container.has("anyOf");
        JsonObject snippet = new JsonObject();
        snippet.addProperty("label", list ? "[ ]" : "{ }");
        snippet.addProperty("body", list ? "[$1]" : "{ $1 }");
        JsonArray snippets = new JsonArray();
        snippets.add(snippet);
        JsonArray only = new JsonArray();
        only.add(container);
        JsonObject inline = new JsonObject();
        inline.add("allOf", only);
        inline.add("defaultSnippets", snippets);
        return inline;
    }

    /** Returns the list or map that {@link #inline} wrapped, and any other schema unchanged. */
    static JsonObject withoutSnippet(JsonObject schema) {
        return schema.has("defaultSnippets")
                ? schema.getAsJsonArray("allOf").get(0).getAsJsonObject()
                : schema;
    }

    /** Returns the schema of a list or a map, which can also be a reference. */
    static JsonObject open(String what, String... types) {
        return patterned(types(types), OPEN, what);
    }

    /** Returns a reference to a definition. */
    static JsonObject reference(String definition) {
        JsonObject reference = new JsonObject();
        reference.addProperty("$ref", "#/definitions/" + definition);
        return reference;
    }

    /** Returns the schema of a list. */
    static JsonObject list(JsonElement element) {
        JsonObject list = types("array");
        list.add("items", element);
        return list;
    }

    /** Returns the schema of a list with at least one element. */
    static JsonObject listOfAtLeastOne(JsonElement element) {
        JsonObject list = list(element);
        list.addProperty("minItems", 1);
        return list;
    }

    /** Returns a schema that at least one of several schemas satisfies. */
    static JsonObject either(JsonObject... alternatives) {
        JsonObject either = new JsonObject();
        JsonArray anyOf = new JsonArray();
        List.of(alternatives).forEach(anyOf::add);
        either.add("anyOf", anyOf);
        return either;
    }

    /** Restricts the texts of a schema to a pattern, with the message for editors that show one. */
    static JsonObject patterned(JsonObject schema, String pattern, String message) {
        schema.addProperty("pattern", pattern);
        schema.addProperty("patternErrorMessage", message);
        return schema;
    }

    /** Returns a copy of a schema with one more type. */
    static JsonObject alsoOf(String type, JsonObject schema) {
        JsonArray types = new JsonArray();
        if (schema.get("type").isJsonArray()) {
            types.addAll(schema.getAsJsonArray("type"));
        } else {
            types.add(schema.get("type"));
        }
        types.add(type);
        JsonObject both = schema.deepCopy();
        both.add("type", types);
        return both;
    }

    /** Returns the schema of a value of some types. */
    static JsonObject types(String... types) {
        JsonObject schema = new JsonObject();
        if (types.length == 1) {
            schema.addProperty("type", types[0]);
        } else {
            JsonArray several = new JsonArray();
            List.of(types).forEach(type -> several.add(new JsonPrimitive(type)));
            schema.add("type", several);
        }
        return schema;
    }
}
