package dev.binrun.page;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.binrun.jetstream.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields of an action, checked while they are read. */
record ActionFields(JsonObject fields) {
    /** Parses the body of a request. */
    static ActionFields parse(String body) {
        return new ActionFields(Json.parse(body)
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .orElseThrow(() -> wrong("the body of the request must be a JSON object")));
    }

    /** Returns a text; empty if the field is absent. */
    String text(String name) {
        JsonElement value = fields.get(name);
        if (value == null) {
            return "";
        }
        if (value instanceof JsonPrimitive primitive && primitive.isString()) {
            return primitive.getAsString();
        }
        throw wrong(name + " must be a text, was " + Json.write(value));
    }

    /** Returns a subject without wildcards. */
    String subject(String name) {
        String subject = text(name);
        SubjectRule.problem(subject, false).ifPresent(problem -> {
            throw wrong(name + " " + problem);
        });
        return subject;
    }

    /** Returns a subject that may have wildcards; empty if the field is absent. */
    String filter(String name) {
        String subject = text(name);
        if (!subject.isEmpty()) {
            SubjectRule.problem(subject, true).ifPresent(problem -> {
                throw wrong(name + " " + problem);
            });
        }
        return subject;
    }

    /** Returns the name of a stream or a consumer. */
    String name(String name) {
        String text = text(name);
        if (!SubjectRule.isName(text)) {
            throw wrong(name + " must be a name without spaces and . * > / \\, was '" + text + "'");
        }
        return text;
    }

    /** Returns a key of a bucket. */
    String key(String name) {
        String text = text(name);
        if (!text.matches("[-/_=.a-zA-Z0-9]+") || text.startsWith(".") || text.endsWith(".")) {
            throw wrong(name + " must have letters, digits, and - / _ = or . inside, was '" + text + "'");
        }
        return text;
    }

    /** Returns a whole number in a range. */
    long number(String name, long least, long most) {
        String text = fields.get(name) instanceof JsonPrimitive value ? value.getAsString() : "";
        long number = text.matches("-?\\d{1,18}") ? Long.parseLong(text) : Long.MIN_VALUE;
        if (number < least || number > most) {
            throw wrong(name + " must be a whole number from " + least + " to " + most + ", was '" + text + "'");
        }
        return number;
    }

    /** Returns the texts of a list; none if the field is absent. */
    List<String> list(String name) {
        List<String> texts = new ArrayList<>();
        if (fields.has(name)) {
            if (!fields.get(name).isJsonArray()) {
                throw wrong(name + " must be a list of texts");
            }
            for (JsonElement element : fields.getAsJsonArray(name)) {
                if (!(element instanceof JsonPrimitive text) || !text.isString()) {
                    throw wrong(name + " must be a list of texts");
                }
                texts.add(text.getAsString());
            }
        }
        return texts;
    }

    /** Returns headers, of which each is a text {@code Name: value}. */
    Map<String, List<String>> headers(String name) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String line : list(name)) {
            int colon = line.indexOf(':');
            String header = colon < 0 ? "" : line.substring(0, colon).strip();
            String value = line.substring(colon + 1).strip();
            if (!header.matches("[!-9;-~]+") || !value.matches("[ -~\\t]*")) {
                throw wrong("a header must be 'Name: value' in ASCII, was '" + line + "'");
            }
            headers.computeIfAbsent(header, none -> new ArrayList<>()).add(value);
        }
        return headers;
    }

    private static PageRefusalException wrong(String message) {
        return new PageRefusalException(400, message);
    }
}
