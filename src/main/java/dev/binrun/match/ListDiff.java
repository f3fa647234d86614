package dev.binrun.match;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.form.Count;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Describes the missing and extra elements of a list: in one line, and as a diff of both lists. */
final class ListDiff {
    private static final int NAMED = 3;
    private static final int LOOKED_AT = 50;
    private static final int CONTEXT = 2;
    private static final int MOST_LINES = 30;
    private static final int WIDEST = 100;

    private final List<Expected> elements;
    private final Set<String> keys;
    private final Actual list;
    private final List<Alignment.ElementPair> pairs;

    ListDiff(Elements expected, Actual list, List<Alignment.ElementPair> pairs) {
        this.elements = expected.elements();
        this.keys = expected.keys();
        this.list = list;
        this.pairs = pairs;
    }

    /** Returns the mismatch of the list. */
    Mismatch mismatch() {
        int actualSize = list.list().size();
        String inOrder = elements.size() == actualSize ? " in this order" : "";
        return new Mismatch(
                list.path(), Count.of(elements.size(), "element") + inOrder, actualSize + ": " + summary(), lines());
    }

    private String summary() {
        List<Integer> missing = alone(true);
        List<Integer> extra = alone(false);
        List<String> moved = new ArrayList<>();
        List<Integer> lost = new ArrayList<>();
        for (int wanted : missing) {
            Optional<Integer> elsewhere = moved.size() == NAMED ? Optional.empty() : find(wanted, extra);
            elsewhere.ifPresentOrElse(
                    at -> moved.add("[" + wanted + "] " + described(wanted) + " is at [" + at + "]"),
                    () -> lost.add(wanted));
            elsewhere.ifPresent(extra::remove);
        }
        return Stream.of(
                                named("missing ", lost, this::described),
                                String.join(", ", moved),
                                named("extra ", extra, this::shown))
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining("; "))
                + alike(lost, extra);
    }

    /** The first missing element that looks like an extra one. */
    private String alike(List<Integer> missing, List<Integer> extra) {
        return missing.stream()
                .limit(LOOKED_AT)
                .flatMap(wanted -> extra.stream()
                        .limit(LOOKED_AT)
                        .flatMap(at ->
                                Lookalike.note(elements.get(wanted), list.list().get(at)).stream()))
                .findFirst()
                .map(note -> " (" + note + ")")
                .orElse("");
    }

    /** Searches only the first extra elements, which bounds the work. */
    private Optional<Integer> find(int wanted, List<Integer> extra) {
        return extra.stream()
                .limit(LOOKED_AT)
                .filter(at -> elements.get(wanted).matches(list.element(at)))
                .findFirst();
    }

    private static String named(String title, List<Integer> all, IntFunction<String> text) {
        String first = all.stream()
                .limit(NAMED)
                .map(index -> "[" + index + "] " + text.apply(index))
                .collect(Collectors.joining(", "));
        return all.isEmpty()
                ? ""
                : title + first + (all.size() > NAMED ? " and " + (all.size() - NAMED) + " more" : "");
    }

    private List<Integer> alone(boolean missing) {
        return pairs.stream()
                .filter(pair -> (missing ? pair.actual() : pair.expected()) == Alignment.NONE)
                .map(pair -> missing ? pair.expected() : pair.actual())
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** The diff shows only the matching elements next to a difference. */
    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        int skipped = 0;
        for (int i = 0; i < pairs.size() && lines.size() < MOST_LINES; i++) {
            if (!isNearADifference(i)) {
                skipped++;
                continue;
            }
            matching(skipped, lines);
            skipped = 0;
            lines.add(line(pairs.get(i)));
            if (lines.size() >= MOST_LINES && i < pairs.size() - 1) {
                lines.add("  … " + (pairs.size() - 1 - i) + " more");
                return lines;
            }
        }
        matching(skipped, lines);
        return lines;
    }

    private boolean isNearADifference(int index) {
        return pairs.subList(Math.max(0, index - CONTEXT), Math.min(pairs.size(), index + CONTEXT + 1)).stream()
                .anyMatch(pair -> !pair.same());
    }

    private static void matching(int count, List<String> lines) {
        if (count > 0) {
            lines.add("  … " + Count.of(count, "element that matches", "elements that match"));
        }
    }

    private String line(Alignment.ElementPair pair) {
        String sign = pair.same() ? " " : pair.actual() == Alignment.NONE ? "-" : pair.complete() ? "~" : "+";
        return sign + " " + index(pair.expected()) + " " + index(pair.actual()) + "  " + text(pair);
    }

    private String text(Alignment.ElementPair pair) {
        if (pair.expected() == Alignment.NONE) {
            return shown(pair.actual());
        }
        if (pair.same() || pair.actual() == Alignment.NONE) {
            return described(pair.expected());
        }
        return described(pair.expected()) + " but " + shown(pair.actual());
    }

    private static String index(int index) {
        return "%5s".formatted(index == Alignment.NONE ? "" : "[" + index + "]");
    }

    private String described(int wanted) {
        String text = elements.get(wanted).describe();
        return text.length() <= WIDEST ? text : ShownValue.head(text, WIDEST) + "…";
    }

    /** A map is shown with only the keys that the expected elements name. */
    private String shown(int at) {
        JsonElement element = list.list().get(at);
        if (!element.isJsonObject()) {
            return ShownValue.flow(element, WIDEST);
        }
        JsonObject part = new JsonObject();
        element.getAsJsonObject().asMap().forEach((key, value) -> {
            if (keys.contains(key)) {
                part.add(key, value);
            }
        });
        return ShownValue.flow(part.isEmpty() ? element : part, WIDEST);
    }
}
