package dev.binrun.server.host;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Masks passwords, tokens, seeds and keys in every text that is shown or written. It knows the values that a
 * configuration or a scenario has at secret keys, and recognizes the secrets that have a form of their own.
 */
public final class Secrets {
    /** The text that replaces a secret. */
    public static final String MASK = "****";

    /** Knows no values, so it masks only recognizable secrets. */
    public static final Secrets NONE = new Secrets(Set.of());

    /** Shorter values, and those of few letters only, could be ordinary words of a report. */
    private static final int SHORTEST = 4;

    private static final int SHORTEST_WORD = 6;

    /** Limits the time to read a long file with many secrets. */
    private static final int MOST_SOUGHT = 50;

    private final Set<String> values;
    private final List<Pattern> patterns;

    private Secrets(Collection<String> values) {
        this.values = Set.copyOf(values);
        this.patterns = this.values.stream()
                .flatMap(value -> Stream.of(value, escaped(value)))
                .distinct()
                .filter(Secrets::isTelling)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(value -> Pattern.compile("(?<![\\w/-]|\\w\\.)" + Pattern.quote(value) + "(?![\\w/-]|\\.\\w)"))
                .toList();
    }

    /** Returns a mask for these values; short words are not masked. */
    public static Secrets of(Collection<String> values) {
        return new Secrets(values);
    }

    /** Returns a mask for the values at the secret keys of a server's configuration. */
    public static Secrets in(JsonElement configuration) {
        Set<String> found = new LinkedHashSet<>();
        walk(configuration, found::add);
        return new Secrets(found);
    }

    /** Returns a mask for the values of both. */
    public Secrets and(Secrets others) {
        return new Secrets(
                Stream.concat(values.stream(), others.values.stream()).collect(Collectors.toSet()));
    }

    /** Returns the text with these values and all recognizable secrets masked. */
    public String mask(String text) {
        String masked = recognized(text);
        for (Pattern value : patterns) {
            masked = value.matcher(masked).replaceAll(MASK);
        }
        return masked;
    }

    /**
     * Returns the text with the recognizable secrets masked: seeds, JSON web tokens, private keys and passwords of
     * URLs.
     *
     * @param text may be null; the result is then null
     */
    public static String recognized(String text) {
        return text == null ? null : masked(text, SecretText.recognizable(text));
    }

    /**
     * Returns the places of all secrets in a scenario's text: values at secret keys, and other occurrences of the known
     * values.
     */
    public List<SecretText.Span> spans(String text) {
        List<SecretText.Span> spans = new ArrayList<>(SecretText.spans(text));
        patterns.stream()
                .limit(MOST_SOUGHT)
                .flatMap(value -> value.matcher(text).results())
                .forEach(found -> spans.add(new SecretText.Span(found.start(), found.end())));
        return SecretText.disjoint(spans);
    }

    /** Returns a line of a server's log with its secrets masked, including values beside secret keys. */
    public String maskLog(String line) {
        // fast, because a server may write thousands of lines and waits for the reader of its log
        return !SecretText.mayHold(line) && values.stream().noneMatch(line::contains)
                ? line
                : mask(masked(line, SecretText.spans(line)));
    }

    /** Returns a copy of a configuration with its secrets masked. */
    public static JsonElement masked(JsonElement configuration) {
        return walk(configuration, value -> {});
    }

    private static String masked(String text, List<SecretText.Span> spans) {
        StringBuilder masked = new StringBuilder();
        int done = 0;
        for (SecretText.Span span : spans) {
            masked.append(text, done, span.start()).append(MASK);
            done = span.end();
        }
        return done == 0 ? text : masked.append(text, done, text.length()).toString();
    }

    private static JsonElement walk(JsonElement tree, Consumer<String> found) {
        if (tree instanceof JsonObject map) {
            JsonObject copy = new JsonObject();
            for (Map.Entry<String, JsonElement> entry : map.entrySet()) {
                boolean secret = isSecret(map, entry);
                copy.add(entry.getKey(), secret ? hidden(entry.getValue(), found) : walk(entry.getValue(), found));
            }
            return copy;
        }
        if (tree instanceof JsonArray list) {
            JsonArray copy = new JsonArray();
            list.forEach(item -> copy.add(walk(item, found)));
            return copy;
        }
        return tree instanceof JsonPrimitive scalar && scalar.isString()
                ? new JsonPrimitive(recognized(scalar.getAsString()))
                : tree;
    }

    private static boolean isSecret(JsonObject map, Map.Entry<String, JsonElement> entry) {
        String key = entry.getKey();
        boolean encryption = map.has("cipher") && SecretText.isEncryptionKey(key);
        boolean scalar = entry.getValue() instanceof JsonPrimitive;
        return SecretText.isSecretKey(key)
                || encryption
                || scalar
                        && SecretText.isAmbiguousKey(key)
                        && SecretText.isSeedLike(entry.getValue().getAsString());
    }

    private static JsonElement hidden(JsonElement value, Consumer<String> found) {
        if (value instanceof JsonPrimitive scalar) {
            found.accept(scalar.getAsString());
            return new JsonPrimitive(MASK);
        }
        if (value instanceof JsonArray list) {
            JsonArray copy = new JsonArray();
            list.forEach(item -> copy.add(hidden(item, found)));
            return copy;
        }
        return walk(value, found);
    }

    private static boolean isTelling(String value) {
        boolean word = value.chars().allMatch(Character::isLetter);
        return value.length() >= (word ? SHORTEST_WORD : SHORTEST);
    }

    private static String escaped(String value) {
        String json = new JsonPrimitive(value).toString();
        return json.substring(1, json.length() - 1);
    }

    /** Returns a mask for the values at the secret keys of a text, for messages about that text. */
    public static Secrets writtenIn(String text) {
        List<String> found = new ArrayList<>();
        for (SecretText.Span span : SecretText.spans(text)) {
            String value = text.substring(span.start(), span.end());
            found.add(value);
            found.addAll(List.of(value.split("\\s*[,\n]\\s*"))); // a list or a block holds several values
        }
        return new Secrets(found);
    }

    @Override
    public String toString() {
        return "(" + values.size() + " secrets)";
    }
}
