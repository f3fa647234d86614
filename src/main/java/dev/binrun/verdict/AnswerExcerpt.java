package dev.binrun.verdict;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.binrun.form.Count;
import dev.binrun.match.Actual;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An answer in a limited number of lines: complete at its differences, shortened elsewhere. */
final class AnswerExcerpt {
    private static final Gson COMPACT =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();
    private static final int MOST_LINES = 40;
    private static final int WIDEST = 110;
    private static final int LONGEST_TEXT = 200;
    private static final int FIRST_ELEMENTS = 10;

    private final List<String> differing;
    private final List<String> lines = new ArrayList<>();

    private AnswerExcerpt(List<String> differing) {
        this.differing = differing;
    }

    /**
     * Returns the lines of an answer.
     *
     * @param differing the paths of the differences
     */
    static List<String> of(JsonElement answer, List<String> differing) {
        AnswerExcerpt excerpt = new AnswerExcerpt(differing);
        excerpt.add("", "", Actual.readable(answer), "", "");
        List<String> lines = excerpt.lines;
        if (lines.size() <= MOST_LINES) {
            return lines;
        }
        List<String> shown = new ArrayList<>(lines.subList(0, MOST_LINES));
        shown.add("… " + (lines.size() - MOST_LINES) + " more lines");
        return shown;
    }

    /**
     * Adds the lines of a value.
     *
     * @param title the text before the value, such as its key
     * @param end the text after the value, such as a comma
     */
    private void add(String path, String title, JsonElement value, String end, String indent) {
        String whole = oneLine(value);
        boolean open = path.isEmpty() || leadsToADifference(path);
        if (!(value.isJsonObject() || value.isJsonArray())
                || indent.length() + title.length() + whole.length() <= WIDEST && !path.isEmpty()) {
            lines.add(indent + title + whole + end);
        } else if (!open) {
            lines.add(indent + title + folded(value) + end);
        } else if (value instanceof JsonObject map) {
            map(path, title, map, end, indent);
        } else {
            list(path, title, value.getAsJsonArray(), end, indent);
        }
    }

    /** An entry with a difference has its own lines; short entries share a line. */
    private void map(String path, String title, JsonObject map, String end, String indent) {
        lines.add(indent + title + "{");
        String inner = indent + "  ";
        StringBuilder shared = new StringBuilder();
        int left = map.size();
        for (Map.Entry<String, JsonElement> entry : map.entrySet()) {
            String below = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
            String key = COMPACT.toJson(entry.getKey()) + ": ";
            String comma = --left == 0 ? "" : ",";
            String whole = key + oneLine(entry.getValue()) + comma;
            if (leadsToADifference(below) || inner.length() + whole.length() > WIDEST) {
                flush(shared, inner);
                add(below, key, entry.getValue(), comma, inner);
            } else {
                if (inner.length() + shared.length() + 1 + whole.length() > WIDEST) {
                    flush(shared, inner);
                }
                shared.append(shared.isEmpty() ? "" : " ").append(whole);
            }
        }
        flush(shared, inner);
        lines.add(indent + "}" + end);
    }

    private void flush(StringBuilder shared, String indent) {
        if (!shared.isEmpty()) {
            lines.add(indent + shared);
            shared.setLength(0);
        }
    }

    /** Shows the elements with a difference, or the first elements if the list itself differs. */
    private void list(String path, String title, JsonArray list, String end, String indent) {
        lines.add(indent + title + "[");
        boolean itself = differing.stream().noneMatch(difference -> difference.startsWith(path + "["));
        int hidden = 0;
        for (int i = 0; i < list.size() && lines.size() <= MOST_LINES; i++) {
            String below = path + "[" + i + "]";
            if (itself ? i >= FIRST_ELEMENTS : !leadsToADifference(below)) {
                hidden++;
                continue;
            }
            hidden(hidden, indent);
            hidden = 0;
            add(below, "", list.get(i), i == list.size() - 1 ? "" : ",", indent + "  ");
        }
        hidden(hidden, indent);
        lines.add(indent + "]" + end);
    }

    private void hidden(int count, String indent) {
        if (count > 0) {
            lines.add(indent + "  … " + Count.of(count, "element"));
        }
    }

    private boolean leadsToADifference(String path) {
        return differing.stream()
                .anyMatch(difference -> difference.equals(path)
                        || difference.startsWith(path + ".")
                        || difference.startsWith(path + "[")
                        || difference.isEmpty());
    }

    private static String folded(JsonElement value) {
        return value.isJsonObject()
                ? "{ … " + String.join(", ", value.getAsJsonObject().keySet()) + " }"
                : "[ … " + Count.of(value.getAsJsonArray().size(), "element") + " ]";
    }

    private static String oneLine(JsonElement value) {
        return COMPACT.toJson(shortened(value));
    }

    private static JsonElement shortened(JsonElement value) {
        if (value instanceof JsonObject map) {
            JsonObject shortened = new JsonObject();
            map.asMap().forEach((key, child) -> shortened.add(key, shortened(child)));
            return shortened;
        }
        if (value instanceof JsonArray list) {
            JsonArray shortened = new JsonArray();
            list.forEach(child -> shortened.add(shortened(child)));
            return shortened;
        }
        boolean isLong = value instanceof JsonPrimitive scalar
                && scalar.isString()
                && scalar.getAsString().length() > LONGEST_TEXT;
        return isLong ? shortened(value.getAsString()) : value;
    }

    private static JsonPrimitive shortened(String text) {
        int cut = Character.isHighSurrogate(text.charAt(LONGEST_TEXT - 1)) ? LONGEST_TEXT - 1 : LONGEST_TEXT;
        return new JsonPrimitive(
                text.substring(0, cut) + "… (" + text.codePointCount(0, text.length()) + " characters)");
    }
}
