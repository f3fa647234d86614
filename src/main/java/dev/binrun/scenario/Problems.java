package dev.binrun.scenario;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong in one document, so that all of it can be said at once. */
final class Problems {
    private final SourceText source;
    private final List<Problem> found = new ArrayList<>();

    Problems(SourceText source) {
        this.source = source;
    }

    /** What was found so far, to go on from. */
    Problems copy() {
        Problems copy = new Problems(source);
        copy.found.addAll(found);
        return copy;
    }

    /** Adds a problem at a place. */
    void add(Place place, String message) {
        Problem problem = source.problem(place, message);
        if (!found.contains(problem)) {
            found.add(problem);
        }
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** Everything found, in the file's order. */
    List<Problem> inOrder() {
        return found.stream()
                .sorted(Comparator.comparingInt((Problem p) -> p.place().line())
                        .thenComparingInt(p -> p.place().column()))
                .toList();
    }
}
