package dev.binrun.schema;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.binrun.form.KnownWords;
import java.util.List;

/**
 * The forms of scalars in JSON Schema (draft-07). Each may be written as a text too, and may be {@code ${…}} instead, so a form is
 * a list of types and a pattern for the texts among them: no alternatives, whose errors in editors are hard to read.
 */
final class ScalarSchema {
    /** A text that is looked up, or has something in it that is. */
    static final String OPEN = "\\$\\{";

    private static final String WHOLE = "[-+]?[0-9]+(?:\\.0*)?(?:[eE]\\+?[0-9]{1,3})?|0x[0-9a-fA-F]+|0o[0-7]+";
    private static final String DECIMAL = "[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,3})?";
    private static final String SIZE = "[0-9]+(?:\\.[0-9]+)?(?:[KMGT](?:i?B)?|B)";
    private static final String SPAN = "(?:[0-9]+(?:\\.[0-9]+)?(?:ns|us|µs|ms|[smhdwMy]))+";
    private static final String TIME =
            "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,9})?(?:[Zz]|[-+][0-9]{2}:[0-9]{2})";

    private ScalarSchema() {}

    /** A text, as written: {@code 007}, {@code no}, nothing at all. */
    static JsonObject text() {
        return types("string", "number", "boolean", "null");
    }

    /** A text that must be there. */
    static JsonObject word() {
        return types("string", "number", "boolean");
    }

    static JsonObject number(long min, long max) {
        return within(min, max, written("a whole number", WHOLE, "integer", "string"));
    }

    private static JsonObject within(long min, long max, JsonObject number) {
        if (min != Long.MIN_VALUE) {
            number.addProperty("minimum", min);
        }
        if (max != Long.MAX_VALUE) {
            number.addProperty("maximum", max);
        }
        return number;
    }

    static JsonObject bool() {
        return written("true or false", "true|True|TRUE|false|False|FALSE", "boolean", "string");
    }

    static JsonObject size(long min, long max) {
        return within(
                min, max, written("a number of bytes such as 1024 or 64KB", SIZE + "|" + WHOLE, "integer", "string"));
    }

    /** A duration; of numbers only 0 is one. */
    static JsonObject duration() {
        String what = "a duration such as 500ms or 1h30m";
        JsonObject duration = written(what, "0|" + SPAN, "string", "integer");
        JsonObject number = new JsonObject();
        number.addProperty("type", "integer");
        JsonObject zero = new JsonObject();
        zero.addProperty("const", 0);
        zero.addProperty("errorMessage", what);
        duration.add("if", number);
        duration.add("then", zero);
        return duration;
    }

    /** A duration as the API takes it: a bare number is one of nanoseconds. */
    static JsonObject nanoseconds() {
        return written("a duration such as 500ms or 1h30m", "-?" + SPAN + "|" + DECIMAL, "string", "integer");
    }

    static JsonObject time() {
        return written("a time such as 2026-01-31T12:00:00Z", TIME, "string");
    }

    static JsonObject indexes() {
        JsonObject count = written(
                "a number of messages such as 50, or indexes such as 51..100",
                "(?:[0-9]{1,12}\\.\\.)?[0-9]{1,12}",
                "integer",
                "string");
        count.addProperty("minimum", 1);
        return count;
    }

    static JsonObject version() {
        return written(
                "a version such as 2.10 or 2.10.29",
                "v?[0-9]{1,5}(?:\\.[0-9]{1,5}){0,2}(?:[-+].*)?",
                "string",
                "number");
    }

    /** One of some words; these are alternatives all the same, so that editors can offer them. */
    static JsonObject oneOf(List<String> words) {
        JsonObject known = new JsonObject();
        JsonArray values = new JsonArray();
        for (String word : words) {
            values.add(word);
            if (word.equals("true") || word.equals("false")) { // as written without quotes
                values.add(Boolean.valueOf(word));
            } else if (word.matches("[0-9]+")) {
                values.add(Integer.valueOf(word));
            }
        }
        known.add("enum", values);
        return either(known, open("one of " + String.join(", ", words), "string"));
    }

    /** A text for which editors offer some words; any other text fits too. */
    static JsonObject offering(KnownWords words, boolean nullToo) {
        JsonArray texts = new JsonArray();
        words.texts().forEach(texts::add);
        JsonObject known = new JsonObject();
        known.add("enum", texts);
        JsonObject any =
                new JsonObject(); // not the types of scalars: for a boolean, editors would offer true and false
        any.add("not", nullToo ? types("object", "array") : types("object", "array", "null"));
        return either(known, any);
    }

    /**
     * A list or a map that editors begin on the key's own line. Without the snippet they begin a block on the next line, which
     * is wrong inside <code>{ }</code>. They ignore a snippet beside {@code properties} or {@code items}, so these are within.
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

    /** What is not written as a scalar, but may be looked up as a whole. */
    static JsonObject open(String what, String... types) {
        return patterned(types(types), OPEN, what);
    }

    /** One of these. */
    static JsonObject either(JsonObject... alternatives) {
        JsonObject either = new JsonObject();
        JsonArray anyOf = new JsonArray();
        List.of(alternatives).forEach(anyOf::add);
        either.add("anyOf", anyOf);
        return either;
    }

    /** Lets a text only be what a pattern finds; the message is for editors that show it. */
    static JsonObject patterned(JsonObject schema, String pattern, String message) {
        schema.addProperty("pattern", pattern);
        schema.addProperty("patternErrorMessage", message);
        return schema;
    }

    /** The same, or what is of another type too. */
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

    private static JsonObject written(String what, String pattern, String... types) {
        return patterned(types(types), "^(?:" + pattern + ")$|" + OPEN, what);
    }
}
