package dev.binrun.match;

import java.util.List;
import java.util.stream.Collectors;

/** A list of the same length, each element matched by the one in its place. */
public record Elements(List<Expected> elements) implements Expected {
    @Override
    public void match(Actual actual, List<Mismatch> differences) {
        if (!actual.isList()) {
            actual.differs(describe(), differences);
            return;
        }
        int there = actual.list().size();
        if (there != elements.size()) {
            differences.add(new Mismatch(
                    actual.path(), ListOf.count(elements.size()), ListOf.count(there) + ": " + actual.show()));
        }
        for (int i = 0; i < Math.min(there, elements.size()); i++) {
            elements.get(i).match(actual.element(i), differences);
        }
    }

    @Override
    public boolean holdsOfAbsent() {
        return elements.isEmpty();
    }

    @Override
    public String describe() {
        return elements.stream().map(Expected::describe).collect(Collectors.joining(", ", "[", "]"));
    }
}
