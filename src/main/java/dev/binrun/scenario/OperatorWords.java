package dev.binrun.scenario;

import dev.binrun.form.Nearest;
import dev.binrun.match.JsonKind;
import dev.binrun.scenario.yaml.Problems;
import dev.binrun.scenario.yaml.Tree;
import dev.binrun.scenario.yaml.Tree.Entry;
import dev.binrun.scenario.yaml.Tree.Mapping;
import dev.binrun.scenario.yaml.Tree.Scalar;
import dev.binrun.scenario.yaml.Tree.Sequence;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The operators of expectations, and the rules for maps with them. */
public final class OperatorWords {
    /** Operators of lists. */
    static final Set<String> OF_LISTS = Set.of("size", "any", "each", "none", "contains", "ordered", "unique", "count");

    /** Operators that must be the only key of their map. */
    static final Set<String> ALONE = Set.of("absent", "equals");

    /** Operators that are never keys of an answer. */
    static final Set<String> LOGIC = Set.of("or", "not");

    /** The keys of {@code count}. */
    public static final List<String> COUNT = List.of("of", "is");

    /** The names of the types in other languages. */
    private static final Map<String, String> OTHER_KINDS = Map.ofEntries(
            Map.entry("string", "text"),
            Map.entry("str", "text"),
            Map.entry("int", "number"),
            Map.entry("integer", "number"),
            Map.entry("float", "number"),
            Map.entry("double", "number"),
            Map.entry("bool", "boolean"),
            Map.entry("object", "map"),
            Map.entry("dict", "map"),
            Map.entry("array", "list"),
            Map.entry("nil", "null"),
            Map.entry("none", "null"));

    private OperatorWords() {}

    /** Returns whether every entry of a map is an operator. */
    static boolean only(Mapping map) {
        return !map.entries().isEmpty() && map.entries().stream().allMatch(OperatorWords::is);
    }

    /** Returns whether an entry is an operator, provided that all entries beside it are. */
    private static boolean is(Entry entry) {
        return switch (entry.key().text()) {
            case "count" -> takesPatterns(entry.value(), COUNT);
            case "values" -> ofValues(entry);
            case "kind" -> namesKind(entry.value());
            default ->
                OF_LISTS.contains(entry.key().text())
                        || LOGIC.contains(entry.key().text());
        };
    }

    /** Returns whether an entry is the operator {@code values}, and not a key with that name. */
    static boolean ofValues(Entry entry) {
        return entry.key().text().equals("values")
                && entry.value() instanceof Mapping map
                && !map.entries().isEmpty()
                && map.entries().stream()
                        .allMatch(inner -> OF_LISTS.contains(inner.key().text()) && is(inner));
    }

    /** Adds a problem for each operator that cannot stand beside the other keys of its map. */
    static void checkBeside(Mapping map, Problems problems) {
        if (map.entries().size() == 1) {
            return;
        }
        boolean operators = map.entries().stream()
                .allMatch(entry -> ALONE.contains(entry.key().text()) || is(entry));
        for (Entry entry : map.entries()) {
            String key = entry.key().text();
            if (ALONE.contains(key) && operators) {
                problems.add(entry.key().place(), "'" + key + "' must be the only key of its map");
            } else if (LOGIC.contains(key) && !operators) {
                problems.add(
                        entry.key().place(),
                        "'" + key
                                + "' is an operator, so the keys of the answer cannot stand beside it: move them into '"
                                + key + "' (for a key with the name '" + key + "' write {equals: …})");
            }
        }
    }

    /** Returns whether {@code count} has the right keys; otherwise adds the problem. */
    static boolean checkCount(Mapping count, Problems problems) {
        Set<String> missing = new TreeSet<>(COUNT);
        for (Entry entry : count.entries()) {
            String key = entry.key().text();
            if (!missing.remove(key)) {
                problems.add(entry.key().place(), "'count' has no '" + key + "'" + Nearest.hint(key, COUNT));
                return false;
            }
        }
        if (!missing.isEmpty()) {
            problems.add(
                    count.place(),
                    "'count' takes {of: PATTERN, is: NUMBER}, and '" + String.join("' and '", missing)
                            + "' is missing");
        }
        return missing.isEmpty();
    }

    /** Returns the type that {@code kind} names; otherwise adds the problem. */
    static Optional<JsonKind> kind(Scalar word, Problems problems) {
        Optional<JsonKind> kind = JsonKind.named(word.text());
        if (kind.isEmpty()) {
            problems.add(
                    word.place(),
                    "'kind' takes " + String.join(", ", JsonKind.WORDS) + ", this is '" + word.text() + "'"
                            + meant(word.text()).map(Nearest::hint).orElse("")
                            + "; for a key with the name 'kind' write {kind: {equals: " + word.text() + "}}");
        }
        return kind;
    }

    private static boolean takesPatterns(Tree value, List<String> keys) {
        return value instanceof Mapping map && map.keys().stream().anyMatch(keys::contains);
    }

    /** Any word that does not name or misspell a type is the value of a key with the name {@code kind}. */
    private static boolean namesKind(Tree value) {
        return value instanceof Scalar word
                && !word.open()
                && (JsonKind.WORDS.contains(word.text()) || meant(word.text()).isPresent());
    }

    private static Optional<String> meant(String word) {
        return Optional.ofNullable(OTHER_KINDS.get(word.toLowerCase(java.util.Locale.ROOT)))
                .or(() -> Nearest.of(word, JsonKind.WORDS).filter(kind -> isMisspelt(word, kind)));
    }

    /** With four letters, a word that differs in one can be another English word. */
    private static boolean isMisspelt(String word, String kind) {
        return kind.length() > 4
                || kind.length() == 4
                        && (word.length() != kind.length() || sorted(word).equals(sorted(kind)));
    }

    private static String sorted(String word) {
        char[] letters = word.toCharArray();
        Arrays.sort(letters);
        return new String(letters);
    }

    /** Returns the patterns of {@code or}; if there are none, adds the problem. */
    static List<Tree> alternatives(Tree value, Problems problems) {
        if (value instanceof Sequence list && !list.items().isEmpty()) {
            return list.items();
        }
        problems.add(
                value.place(),
                value instanceof Sequence
                        ? "'or' has an empty list, so nothing can match it"
                        : "'or' takes a list of patterns, this is " + value.kind());
        return List.of();
    }
}
