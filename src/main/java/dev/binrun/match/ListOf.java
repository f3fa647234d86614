package dev.binrun.match;

import com.google.gson.JsonElement;
import dev.binrun.form.Quantity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** A statement about a list. If the answer has a map in its place, the operator's name is a key of the map. */
public final class ListOf implements Expected {
    /** Matches a list as a whole. */
    private interface Statement {
        void match(Actual list, Differences differences);
    }

    private static final int MOST_PLACES = 5;

    private final String key;
    private final String described;
    private final boolean absentToo;
    private final Statement statement;
    private final Expected asKey;

    private ListOf(String key, String described, boolean absentToo, Expected asKey, Statement statement) {
        this.key = key;
        this.described = described.isEmpty() ? key : key + " " + described;
        this.absentToo = absentToo;
        this.asKey = asKey;
        this.statement = statement;
    }

    /** Returns the expectation of the number of elements, or of characters of a text. */
    public static Expected size(Expected size) {
        boolean zero = size instanceof ScalarPattern scalar && scalar.isZero();
        return new ListOf("size", size.describe(), zero, size, (list, differences) -> {
            Actual counted = list.counted(length(list));
            if (!size.matches(counted)) {
                differences.add(
                        () -> new Mismatch(counted.path(), size.describe(), counted.show() + ": " + list.show()));
            }
        });
    }

    /** Returns the expectation that at least one element matches. */
    public static Expected any(Expected element) {
        return new ListOf("any", element.describe(), false, element, (list, differences) -> {
            if (elements(list).stream().noneMatch(element::matches)) {
                differences.add(() -> closest("any element like " + element.describe(), element, elements(list), list));
            }
        });
    }

    /** Returns the expectation that the list has elements, and each matches the expectation for its index. */
    public static Expected each(IntFunction<Expected> element) {
        String described = element.apply(0).describe();
        return new ListOf("each", described, false, element.apply(0), (list, differences) -> {
            mustHaveElements(list, "each " + described, differences);
            for (int i = 0; i < list.list().size() && !differences.enough(); i++) {
                element.apply(i).match(list.element(i), differences);
            }
        });
    }

    /** Returns the expectation that no element matches. */
    public static Expected none(Expected element) {
        return new ListOf(
                "none",
                element.describe(),
                true,
                element,
                (list, differences) -> elements(list).stream()
                        .filter(element::matches)
                        .forEach(found -> differences.add(() -> found.differsFrom("none like " + element.describe()))));
    }

    /** Returns the expectation that the number of matching elements matches a pattern. */
    public static Expected count(Expected element, Expected count) {
        Map<String, Expected> keys = new LinkedHashMap<>(Map.of("of", element));
        keys.put("is", count);
        String like = count.describe() + (count.describe().equals("1") ? " element" : " elements") + " like "
                + element.describe();
        return new ListOf("count", like, false, new Fields(keys), (list, differences) -> {
            List<Actual> matching =
                    elements(list).stream().filter(element::matches).toList();
            if (!count.matches(list.counted(matching.size()))) {
                differences.add(() -> new Mismatch(list.path(), like, found(matching, list)));
            }
        });
    }

    /** Returns the expectation that each of several patterns is matched by a different element, in any order. */
    public static Expected contains(List<Expected> wanted) {
        Expected asKey = new Elements(wanted);
        return new ListOf("contains", asKey.describe(), false, asKey, (list, differences) -> {
            int[] takenBy = new int[list.list().size()];
            Arrays.fill(takenBy, -1);
            for (int i = 0; i < wanted.size(); i++) {
                if (!place(i, wanted, list, takenBy, new boolean[takenBy.length])) {
                    Expected missing = wanted.get(i);
                    List<Actual> free = free(list, takenBy);
                    differences.add(() -> closest(
                            "an element for each of " + asKey.describe() + ", none for " + missing.describe(),
                            missing,
                            free,
                            list));
                }
            }
        });
    }

    /** Returns the expectation that the values of a field rise strictly. */
    public static Expected ordered(String field, Expected asKey) {
        return new ListOf("ordered", field, false, asKey, (list, differences) -> {
            mustHaveElements(list, "ordered " + field, differences);
            Actual before = null;
            for (Actual element : elements(list)) {
                Actual value = element.at(field);
                if (value.absent() || before != null && !rises(before.value(), value.value())) {
                    String more = before == null ? "a value to order by" : "more than " + before.show();
                    differences.add(() -> value.differsFrom(more));
                }
                before = value.absent() ? before : value;
            }
        });
    }

    /** Returns the expectation that no two elements have the same value of a field. */
    public static Expected unique(String field, Expected asKey) {
        return new ListOf("unique", field, false, asKey, (list, differences) -> {
            mustHaveElements(list, "unique " + field, differences);
            Map<Object, Actual> seen = new HashMap<>();
            for (Actual element : elements(list)) {
                Actual value = element.at(field);
                Actual first = value.absent() ? null : seen.putIfAbsent(identity(value.value()), value);
                if (value.absent()) {
                    differences.add(() -> value.differsFrom("a value that is unique"));
                } else if (first != null) {
                    differences.add(() -> value.differsFrom("another value than at " + first.path()));
                }
            }
        });
    }

    /** Returns the expectation that several statements hold. */
    public static Expected all(List<Expected> parts) {
        return parts.size() == 1 ? parts.get(0) : new All(parts);
    }

    /** Returns the operator's name in scenarios, such as {@code any}. */
    String key() {
        return key;
    }

    @Override
    public void match(Actual actual, Differences differences) {
        if (actual.isMap()) {
            new Fields(Map.of(key, asKey)).match(actual, differences);
        } else if (actual.isList() || actual.isText() && key.equals("size")) {
            statement.match(actual, differences);
        } else if (!(actual.absent() && absentToo && !actual.literal())) {
            differences.add(actual, this);
        }
    }

    @Override
    public boolean holdsOfAbsent() {
        return absentToo;
    }

    @Override
    public String describe() {
        return "a list with " + described;
    }

    /** A statement about every element must not hold for an empty list, where nothing is compared. */
    private static void mustHaveElements(Actual list, String statement, Differences differences) {
        if (list.list().isEmpty()) {
            differences.add(() -> list.differsFrom(list.listed() + " with " + statement));
        }
    }

    private static int length(Actual list) {
        return list.isText()
                ? list.value()
                        .getAsString()
                        .codePointCount(0, list.value().getAsString().length())
                : list.list().size();
    }

    /** Numbers are compared by value, however they are written. */
    private static Object identity(JsonElement value) {
        boolean number = value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber();
        return number ? value.getAsBigDecimal().stripTrailingZeros() : value;
    }

    private static List<Actual> elements(Actual list) {
        List<Actual> elements = new ArrayList<>();
        for (int i = 0; i < list.list().size(); i++) {
            elements.add(list.element(i));
        }
        return elements;
    }

    private static List<Actual> free(Actual list, int[] takenBy) {
        List<Actual> free = new ArrayList<>();
        for (int i = 0; i < takenBy.length; i++) {
            if (takenBy[i] < 0) {
                free.add(list.element(i));
            }
        }
        return free;
    }

    private static String found(List<Actual> matching, Actual list) {
        String places = matching.stream()
                .limit(MOST_PLACES)
                .map(Actual::path)
                .collect(Collectors.joining(", ", ": ", matching.size() > MOST_PLACES ? ", …" : ""));
        return matching.size() + " of " + list.count() + (matching.isEmpty() ? "" : places);
    }

    /** Names the first difference of the nearest candidate. */
    private static Mismatch closest(String expected, Expected element, List<Actual> candidates, Actual list) {
        return NearestElement.difference(element, candidates)
                .map(difference ->
                        new Mismatch(list.path(), expected, list.count() + ", the nearest differs in " + difference))
                .orElseGet(() -> list.differsFrom(expected));
    }

    /** Finds an element for a pattern, and moves patterns that were placed before if necessary (Kuhn's matching). */
    private static boolean place(int wantedIndex, List<Expected> wanted, Actual list, int[] takenBy, boolean[] tried) {
        for (int i = 0; i < takenBy.length; i++) {
            if (takenBy[i] < 0 && wanted.get(wantedIndex).matches(list.element(i))) {
                takenBy[i] = wantedIndex;
                return true;
            }
        }
        for (int i = 0; i < takenBy.length; i++) {
            if (takenBy[i] >= 0 && !tried[i] && wanted.get(wantedIndex).matches(list.element(i))) {
                tried[i] = true;
                if (place(takenBy[i], wanted, list, takenBy, tried)) {
                    takenBy[i] = wantedIndex;
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean rises(JsonElement before, JsonElement value) {
        if (!before.isJsonPrimitive() || !value.isJsonPrimitive()) {
            return false;
        }
        Optional<Quantity> a = Quantity.parse(before.getAsString());
        Optional<Quantity> b = Quantity.parse(value.getAsString());
        if (a.isPresent() && b.isPresent() && a.get().comparableWith(b.get())) {
            return a.get().compareTo(b.get()) < 0;
        }
        return before.getAsString().compareTo(value.getAsString()) < 0;
    }
}
