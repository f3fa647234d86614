package dev.binrun.form;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands in {@code ${…}}: a path, and a constant that is added to what it leads to.
 *
 * @param path name first, then keys and indexes
 * @param constant as written, with its sign; empty if there is none
 */
public record Reference(List<String> path, String constant) {
    private static final Pattern ROOT = Pattern.compile("[A-Za-z_][^{}\\s]*+");
    private static final Pattern CONSTANT = Pattern.compile("[-+]\\d[\\w.µ]*+$");
    private static final Pattern INDEX = Pattern.compile("\\[(\\d+)]");
    private static final int SHOWN = 100;

    /** Reads {@code path}, {@code path+2s}, {@code path-1}; an index as {@code .2}, or as reports write it, {@code [2]}. */
    static Reference parse(String text) {
        String constant = constant(text, text.strip());
        String path = text.strip()
                .substring(0, text.strip().length() - constant.length())
                .stripTrailing();
        List<String> steps = List.of(INDEX.matcher(path).replaceAll(".$1").split("\\.", -1));
        if (!ROOT.matcher(path).matches() || steps.contains("")) {
            throw new UnknownName("'${" + text + "}' is not a path such as ${kept.state.messages} or ${i+1}");
        }
        return new Reference(steps, constant);
    }

    /** The constant that a text ends in; what follows a minus may be the rest of a key as well. */
    private static String constant(String text, String stripped) {
        Matcher end = CONSTANT.matcher(stripped);
        if (!end.find()) {
            return "";
        }
        String constant = end.group();
        if (Quantity.parse(constant.substring(1)).isPresent()) {
            return constant;
        }
        if (constant.startsWith("-")) {
            return "";
        }
        throw new UnknownName("'" + constant.substring(1) + "' in '${" + text
                + "}' is neither a number nor a duration such as 500ms");
    }

    /** The name that the path starts from. */
    public String root() {
        return path.get(0);
    }

    /**
     * What it leads to.
     *
     * @throws UnknownName if it leads nowhere, or a constant cannot be added to what is there
     */
    public JsonElement resolve(Scope scope) {
        JsonElement value = scope.lookup(root())
                .orElseThrow(() -> new UnknownName(
                        "unknown name '" + root() + "' in '" + this + "'" + Nearest.hint(root(), scope.names())));
        for (int depth = 1; depth < path.size(); depth++) {
            value = child(value, depth);
        }
        return constant.isEmpty() ? value : plus(value);
    }

    @Override
    public String toString() {
        return "${" + String.join(".", path) + constant + "}";
    }

    private JsonElement child(JsonElement value, int depth) {
        String key = path.get(depth);
        if (value.isJsonArray() && key.matches("\\d{1,9}")) {
            JsonArray list = value.getAsJsonArray();
            int index = Integer.parseInt(key);
            if (index < list.size()) {
                return list.get(index);
            }
            throw new UnknownName(
                    "'" + this + "': " + upTo(depth) + " has " + list.size() + " elements, none at " + key);
        }
        if (value.isJsonObject() && value.getAsJsonObject().has(key)) {
            return value.getAsJsonObject().get(key);
        }
        throw new UnknownName("'" + this + "': " + upTo(depth) + " has no '" + key + "'"
                + (value.isJsonObject()
                        ? Nearest.hint(key, value.getAsJsonObject().keySet())
                        : ", it is " + shown(value)));
    }

    private static String shown(JsonElement value) {
        String text = value.toString();
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    private String upTo(int depth) {
        return String.join(".", path.subList(0, depth));
    }

    private JsonElement plus(JsonElement value) {
        Quantity added = Quantity.parse(constant.substring(1)).orElseThrow();
        BigDecimal amount = constant.startsWith("-") ? added.value().negate() : added.value();
        String text = value.isJsonPrimitive() ? value.getAsString() : "";
        Quantity there = Quantity.parse(text)
                .orElseThrow(() -> new UnknownName("'" + this + "': " + constant + " cannot be added to " + shown(value)
                        + ", which is no number or time"));
        BigDecimal sum = there.value().add(amount);
        boolean durationExpected = there.kind() == Quantity.Kind.TIME || there.kind() == Quantity.Kind.DURATION;
        if (durationExpected && added.kind() != Quantity.Kind.DURATION) {
            throw new UnknownName("'" + this + "': only a duration such as +500ms can be added to " + text);
        }
        return switch (there.kind()) {
            case TIME -> new JsonPrimitive(instant(there, amount).toString());
            case DURATION -> new JsonPrimitive(sum.stripTrailingZeros().toPlainString() + "ns");
            default -> new JsonPrimitive(sum);
        };
    }

    private static Instant instant(Quantity time, BigDecimal nanos) {
        return time.toInstant().plus(Duration.ofNanos(nanos.longValue()));
    }
}
