package dev.binrun.match;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Expects that at least one of several patterns holds. An absent key is a mismatch.
 *
 * @param patterns the patterns
 */
public record Or(List<Expected> patterns) implements Expected {
    public Or {
        patterns = List.copyOf(patterns);
    }

    @Override
    public void match(Actual actual, Differences differences) {
        if (actual.absent() || patterns.stream().noneMatch(pattern -> pattern.matches(actual))) {
            differences.add(() -> mismatch(actual));
        }
    }

    @Override
    public boolean holdsOfAbsent() {
        return false;
    }

    @Override
    public String describe() {
        return patterns.stream().map(Expected::describe).collect(Collectors.joining(" or "));
    }

    /** Returns the mismatch; for a list or a map, it names the first difference of the nearest pattern. */
    private Mismatch mismatch(Actual actual) {
        if (!actual.isList() && !actual.isMap()) {
            return actual.differsFrom(describe());
        }
        Expected nearest = patterns.get(0);
        for (Expected pattern : patterns) {
            nearest = pattern.distance(actual, Integer.MAX_VALUE) < nearest.distance(actual, Integer.MAX_VALUE)
                    ? pattern
                    : nearest;
        }
        Differences differences = Differences.described(1);
        nearest.match(actual, differences);
        Mismatch first = differences.described().get(0);
        return first.path().equals(actual.path())
                ? actual.differsFrom(describe())
                : new Mismatch(actual.path(), describe(), actual.show() + ", the nearest differs in " + first);
    }
}
