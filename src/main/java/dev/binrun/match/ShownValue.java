package dev.binrun.match;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.stream.Collectors;

/** Writes values in a readable form: control characters escaped, bytes as hex, long values cut. */
final class ShownValue {
    private static final int LONGEST = 300;

    private ShownValue() {}

    /** Returns a value of an answer in a readable form. */
    static String of(JsonElement value) {
        if (isText(value)) {
            return text(value.getAsString());
        }
        if (isBytes(value)) {
            return "{hex: " + cut(hex(value)) + "}" + (hex(value).length() > LONGEST ? bytes(hex(value)) : "");
        }
        return cut(Measure.readable(value).toString(), "characters");
    }

    /** Returns a value as YAML in one line, cut to a length. */
    static String flow(JsonElement value, int longest) {
        String all = flow(value);
        return all.length() <= longest ? all : head(all, longest) + "…";
    }

    /** Returns whether a value is a text. */
    static boolean isText(JsonElement value) {
        return value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
    }

    /** Returns whether a value is a payload that is not UTF-8: {@code {hex: …}}. */
    static boolean isBytes(JsonElement value) {
        return value.isJsonObject()
                && value.getAsJsonObject().size() == 1
                && value.getAsJsonObject().has("hex")
                && isText(value.getAsJsonObject().get("hex"));
    }

    /** Returns the bytes of a payload that is not UTF-8, in hexadecimal. */
    static String hex(JsonElement bytes) {
        return bytes.getAsJsonObject().get("hex").getAsString();
    }

    /** Returns a text in single quotes, with invisible characters escaped. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("'");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> quoted.append(isVisible(c) ? Character.toString(c) : escaped(c));
            }
        });
        return quoted.append('\'').toString();
    }

    private static boolean isVisible(int c) {
        return c == ' '
                || switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.SPACE_SEPARATOR,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR -> false;
                    default -> true;
                };
    }

    private static String escaped(int c) {
        return (Character.isBmpCodePoint(c) ? "\\u%04x" : "\\U%08x").formatted(c);
    }

    /** Returns the start of a text, without half of a surrogate pair. */
    static String head(String text, int length) {
        boolean half = length < text.length() && length > 0 && Character.isHighSurrogate(text.charAt(length - 1));
        return text.substring(0, Math.min(text.length(), half ? length - 1 : length));
    }

    private static String text(String text) {
        return text.length() <= LONGEST
                ? quoted(text)
                : quoted(head(text, LONGEST) + "…") + " (" + text.codePointCount(0, text.length()) + " characters)";
    }

    private static String cut(String text, String unit) {
        return text.length() <= LONGEST ? text : head(text, LONGEST) + "… (" + text.length() + " " + unit + ")";
    }

    private static String cut(String hex) {
        return hex.length() <= LONGEST ? hex : hex.substring(0, LONGEST) + "…";
    }

    private static String bytes(String hex) {
        return " (" + hex.length() / 2 + " bytes)";
    }

    private static String flow(JsonElement value) {
        if (value instanceof JsonObject map) {
            return map.entrySet().stream()
                    .map(entry -> entry.getKey() + ": " + flow(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value.isJsonArray()) {
            return value.getAsJsonArray().asList().stream()
                    .map(ShownValue::flow)
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        return isText(value) ? quoted(head(value.getAsString(), LONGEST)) : value.toString();
    }
}
