package dev.binrun.schema;

import dev.binrun.registry.Verbs;
import dev.binrun.verb.VerbType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The names of a verb as a regular expression in a JSON Schema, such as {@code (?:s|str|stream) (?:info|i)}. */
final class VerbNames {
    private VerbNames() {}

    /** Returns the expression of all names of a verb. */
    static String all(VerbType verb) {
        Map<String, List<String>> byFamily = new LinkedHashMap<>();
        List<String> names = new ArrayList<>(List.of(verb.name()));
        names.addAll(verb.aliases());
        for (String name : names) {
            int blank = name.indexOf(' ');
            String family = blank < 0 ? name : name.substring(0, blank);
            byFamily.computeIfAbsent(family, f -> new ArrayList<>()).add(name.substring(family.length()));
        }
        List<String> patterns = new ArrayList<>();
        byFamily.forEach((family, rests) -> patterns.add(oneOf(Verbs.families(family)) + oneOf(rests)));
        return String.join("|", patterns);
    }

    /** Returns the expression of all names except the first; empty if there are no others. */
    static String others(VerbType verb) {
        boolean alone = verb.aliases().isEmpty()
                && Verbs.families(verb.name().split(" ")[0]).size() == 1;
        return alone ? "" : "^(?!" + quoted(verb.name()) + "$)(?:" + all(verb) + ")$";
    }

    /** Returns the expression of some words. */
    static String oneOf(Collection<String> words) {
        List<String> quoted = words.stream().map(VerbNames::quoted).toList();
        return quoted.size() == 1 ? quoted.get(0) : "(?:" + String.join("|", quoted) + ")";
    }

    /** JSON Schema has ECMA's regular expressions, which do not support \Q and \E. */
    private static String quoted(String word) {
        return word.replaceAll("[\\\\^$.|?*+()\\[\\]{}/]", "\\\\$0");
    }
}
