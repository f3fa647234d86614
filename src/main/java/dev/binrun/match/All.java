package dev.binrun.match;

import java.util.List;
import java.util.stream.Collectors;

/** Several statements about the same value, all of which must hold. */
record All(List<Expected> parts) implements Expected {
    @Override
    public void match(Actual actual, Differences differences) {
        parts.forEach(part -> part.match(actual, differences));
    }

    @Override
    public boolean holdsOfAbsent() {
        return parts.stream().allMatch(Expected::holdsOfAbsent);
    }

    @Override
    public String describe() {
        return parts.stream().map(Expected::describe).collect(Collectors.joining(" and "));
    }
}
