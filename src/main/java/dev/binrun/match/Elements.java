package dev.binrun.match;

import dev.binrun.form.Count;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Expects a list of the same length, in which each element matches.
 *
 * @param elements the expected elements, in order
 */
public record Elements(List<Expected> elements) implements Expected {
    private static final int LONGEST = 120;

    @Override
    public void match(Actual actual, Differences differences) {
        if (!actual.isList()) {
            differences.add(actual, this);
            return;
        }
        int actualSize = actual.list().size();
        if (differences.onlyCounts()) {
            inPlace(actual, Math.min(actualSize, elements.size()), differences);
            differences.count(Math.abs(actualSize - elements.size()));
        } else if (actualSize != elements.size() || !allMatch(actual)) {
            report(actual, differences);
        }
    }

    @Override
    public boolean holdsOfAbsent() {
        return elements.isEmpty();
    }

    @Override
    public String describe() {
        String all =
                elements.stream().limit(LONGEST).map(Expected::describe).collect(Collectors.joining(", ", "[", "]"));
        return all.length() <= LONGEST ? all : "a list of " + Count.of(elements.size(), "element");
    }

    @Override
    public int weight() {
        return Math.max(1, elements.stream().mapToInt(Expected::weight).sum());
    }

    /** Returns the keys that the expected elements name. */
    Set<String> keys() {
        Set<String> keys = new TreeSet<>();
        for (Expected element : elements) {
            if (element instanceof Fields map) {
                keys.addAll(map.fields().keySet());
            }
        }
        return keys;
    }

    private boolean allMatch(Actual actual) {
        for (int i = 0; i < elements.size(); i++) {
            if (!elements.get(i).matches(actual.element(i))) {
                return false;
            }
        }
        return true;
    }

    private void inPlace(Actual actual, int count, Differences differences) {
        for (int i = 0; i < count && !differences.enough(); i++) {
            elements.get(i).match(actual.element(i), differences);
        }
    }

    /** Missing and extra elements are one difference of the list; other differences have their own paths. */
    private void report(Actual actual, Differences differences) {
        List<Alignment.ElementPair> pairs = Alignment.of(elements, actual);
        if (pairs.stream().anyMatch(pair -> !pair.complete())) {
            differences.add(() -> new ListDiff(this, actual, pairs).mismatch());
        }
        for (Alignment.ElementPair pair : pairs) {
            if (pair.complete() && !pair.same() && !differences.enough()) {
                elements.get(pair.expected()).match(actual.element(pair.actual()), differences);
            }
        }
    }
}
