package dev.binrun.form;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The content of {@code ${…}}: a path, and a constant that is added to the value base.
 *
 * @param path a name, then keys and indexes
 * @param constant the constant with its sign; empty if there is none
 */
public record Reference(List<String> path, String constant) {
    private static final Pattern ROOT = Pattern.compile("[A-Za-z_][^{}\\s]*+");
    private static final Pattern PLAIN = Pattern.compile("[^{}\\s.\\[\\]\"]+");
    private static final Pattern QUOTED = Pattern.compile("\\[(?:\"([^\"]*)\"|'([^']*)')]");
    private static final Pattern CONSTANT = Pattern.compile("[-+]\\d[\\w.µ]*+$");
    private static final Pattern INDEX = Pattern.compile("\\[(\\d+)]");
    private static final int SHOWN = 100;

    /**
     * Reads {@code path}, {@code path+2s} or {@code path-1}. An index is {@code .2} or {@code [2]}; a key with a dot is
     * {@code ["a.b"]} or {@code ['a.b']}.
     */
    static Reference parse(String text) {
        String constant = constant(text, text.strip());
        String path = text.strip()
                .substring(0, text.strip().length() - constant.length())
                .stripTrailing();
        List<String> steps = new ArrayList<>();
        Matcher quoted = QUOTED.matcher(path);
        int end = 0;
        while (quoted.find()) {
            steps.addAll(plain(path.substring(end, quoted.start()), end == 0, text));
            steps.add(quoted.group(1) == null ? quoted.group(2) : quoted.group(1));
            end = quoted.end();
        }
        if (end == 0 || end < path.length()) {
            steps.addAll(plain(path.substring(end), end == 0, text));
        }
        return new Reference(List.copyOf(steps), constant);
    }

    /** Returns the index of the closing brace of the reference that starts here; -1 if it is not closed. */
    static int end(String text, int start) {
        Matcher quoted = QUOTED.matcher(text);
        int from = start;
        int brace = text.indexOf('}', from);
        while (brace >= 0 && quoted.find(from) && quoted.start() < brace) {
            from = quoted.end();
            brace = text.indexOf('}', from);
        }
        return brace;
    }

    /** The steps of a part of a path without quotes. */
    private static List<String> plain(String part, boolean first, String text) {
        if (part.isEmpty() && !first) {
            return List.of();
        }
        String dotted = INDEX.matcher(part).replaceAll(".$1");
        List<String> steps = List.of((first ? dotted : dotted.replaceFirst("^\\.", "")).split("\\.", -1));
        boolean open = part.contains("[\"") || part.contains("['"); // a quote that is never closed
        boolean valid = first
                ? ROOT.matcher(part).matches()
                : dotted.startsWith(".") && ROOT.matcher("_" + part).matches();
        if (open || !valid || steps.contains("")) {
            throw new UnknownNameException("'${" + text + "}' is not a path such as ${kept.state.messages} or ${i+1}"
                    + (text.contains("[") ? " (a key with a dot is written [\"a.b\"])" : ""));
        }
        return steps;
    }

    /** A minus can also be part of a key, so what follows it counts only if it is a quantity. */
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
        throw new UnknownNameException("'" + constant.substring(1) + "' in '${" + text
                + "}' is neither a number nor a duration such as 500ms");
    }

    /** Returns the name that the path starts from. */
    public String root() {
        return path.get(0);
    }

    /**
     * Returns the value that the reference leads to.
     *
     * @throws UnknownNameException if it leads nowhere, or the constant cannot be added to the value
     */
    public JsonElement resolve(Scope scope) {
        JsonElement value = scope.lookup(root())
                .orElseThrow(() -> new UnknownNameException(
                        "unknown name '" + root() + "' in '" + this + "'" + Nearest.hint(root(), scope.names())));
        for (int depth = 1; depth < path.size(); depth++) {
            value = child(value, depth);
        }
        return constant.isEmpty() ? value : plus(value);
    }

    @Override
    public String toString() {
        return "${" + upTo(path.size()) + constant + "}";
    }

    private JsonElement child(JsonElement value, int depth) {
        String key = path.get(depth);
        if (value.isJsonArray() && key.matches("\\d{1,9}")) {
            JsonArray list = value.getAsJsonArray();
            int index = Integer.parseInt(key);
            if (index < list.size()) {
                return list.get(index);
            }
            throw new UnknownNameException("'" + this + "': " + upTo(depth) + " has " + Count.of(list.size(), "element")
                    + " and no index " + key);
        }
        if (value.isJsonObject() && value.getAsJsonObject().has(key)) {
            return value.getAsJsonObject().get(key);
        }
        throw new UnknownNameException("'" + this + "': " + upTo(depth) + " has no '" + key + "'"
                + (value.isJsonObject()
                        ? Nearest.hint(key, value.getAsJsonObject().keySet())
                        : "; it is " + shown(value)));
    }

    private static String shown(JsonElement value) {
        String text = value.toString();
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    private String upTo(int depth) {
        StringBuilder written = new StringBuilder(root());
        for (String key : path.subList(1, depth)) {
            String quote = key.contains("\"") ? "'" : "\"";
            written.append(PLAIN.matcher(key).matches() ? "." + key : "[" + quote + key + quote + "]");
        }
        return written.toString();
    }

    private JsonElement plus(JsonElement value) {
        Quantity added = Quantity.parse(constant.substring(1)).orElseThrow();
        BigDecimal amount = constant.startsWith("-") ? added.value().negate() : added.value();
        String text = value.isJsonPrimitive() ? value.getAsString() : "";
        Quantity base = Quantity.parse(text)
                .orElseThrow(() -> new UnknownNameException("'" + this + "': " + constant + " cannot be added to "
                        + shown(value) + ", which is not a number, a duration or a time"));
        BigDecimal sum = base.value().add(amount);
        boolean durationExpected =
                base.kind() == Quantity.QuantityKind.TIME || base.kind() == Quantity.QuantityKind.DURATION;
        if (durationExpected && added.kind() != Quantity.QuantityKind.DURATION) {
            throw new UnknownNameException("'" + this + "': only a duration such as +500ms can be added to " + text);
        }
        return switch (base.kind()) {
            case TIME -> new JsonPrimitive(instant(base, amount).toString());
            case DURATION -> new JsonPrimitive(sum.stripTrailingZeros().toPlainString() + "ns");
            default -> new JsonPrimitive(sum);
        };
    }

    private static Instant instant(Quantity time, BigDecimal nanos) {
        return time.toInstant().plus(Duration.ofNanos(nanos.longValue()));
    }
}
