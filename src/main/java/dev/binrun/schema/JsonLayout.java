package dev.binrun.schema;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.stream.Collectors;

/** Writes JSON for readers and for diffs: values that fit on one line are on one line. */
final class JsonLayout {
    private static final int WIDTH = 140;

    private JsonLayout() {}

    /** Returns JSON as indented text with a final line break. */
    static String of(JsonElement json) {
        return of(json, "") + "\n";
    }

    private static String of(JsonElement json, String indent) {
        String line = line(json);
        if (indent.length() + line.length() <= WIDTH || json.isJsonPrimitive()) {
            return line;
        }
        String deeper = indent + "  ";
        List<String> parts = json.isJsonArray()
                ? json.getAsJsonArray().asList().stream()
                        .map(item -> of(item, deeper))
                        .toList()
                : json.getAsJsonObject().entrySet().stream()
                        .map(entry -> quoted(entry.getKey()) + ": " + of(entry.getValue(), deeper))
                        .toList();
        String open = json.isJsonArray() ? "[" : "{";
        return open + "\n" + deeper + String.join(",\n" + deeper, parts) + "\n" + indent
                + (json.isJsonArray() ? "]" : "}");
    }

    private static String line(JsonElement json) {
        if (json.isJsonArray()) {
            return json.getAsJsonArray().asList().stream()
                    .map(JsonLayout::line)
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        if (json.isJsonObject()) {
            return json.getAsJsonObject().entrySet().stream()
                    .map(entry -> quoted(entry.getKey()) + ": " + line(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        return json.toString();
    }

    private static String quoted(String key) {
        return new JsonPrimitive(key).toString();
    }
}
