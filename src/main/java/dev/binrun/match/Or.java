package dev.binrun.match;

import java.util.List;
import java.util.stream.Collectors;

/** At least one of several patterns holds. A key that is absent fails all of them. */
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

    /** Of a list or a map, names the difference that keeps the nearest pattern from holding. */
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
