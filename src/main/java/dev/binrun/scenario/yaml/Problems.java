package dev.binrun.scenario.yaml;

import dev.binrun.form.Count;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Collects the problems and warnings of one document, so that all of them are reported at once. */
public final class Problems {
    private static final int MOST_SHOWN = 100;

    private final SourceText source;
    private final Set<Problem> found;
    private final Set<Problem> warnings;

    /** Creates an empty collection for a file. */
    public Problems(SourceText source) {
        this(source, new LinkedHashSet<>(), new LinkedHashSet<>());
    }

    private Problems(SourceText source, Set<Problem> found, Set<Problem> warnings) {
        this.source = source;
        this.found = found;
        this.warnings = warnings;
    }

    /** Returns a copy of the problems and warnings found so far. */
    public Problems copy() {
        return new Problems(source, new LinkedHashSet<>(found), new LinkedHashSet<>(warnings));
    }

    /** Returns an empty collection for the same file. */
    public Problems fresh() {
        return new Problems(source);
    }

    /** Adds a problem at a place. */
    public void add(Place place, String message) {
        found.add(source.problem(place, message));
    }

    /** Adds a warning at a place, with which the document can still run. */
    public void warn(Place place, String message) {
        warnings.add(source.problem(place, message));
    }

    /** Returns a view of this collection that drops new warnings. */
    public Problems withoutWarnings() {
        return new Problems(source, found, new LinkedHashSet<>());
    }

    /** Returns the warnings in the file's order. */
    public List<Problem> warnings() {
        return sorted(warnings);
    }

    /** Returns whether a problem is at a place. */
    public boolean isAt(Place place) {
        return found.stream().anyMatch(problem -> problem.place().equals(place));
    }

    /** Returns whether there are no problems; warnings do not count. */
    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** Returns the problems in the file's order; after the first 100, one that counts the rest. */
    public List<Problem> inOrder() {
        List<Problem> sorted = sorted(found);
        if (sorted.size() <= MOST_SHOWN) {
            return sorted;
        }
        int rest = sorted.size() - MOST_SHOWN;
        Problem next = sorted.get(MOST_SHOWN);
        Problem count = new Problem(
                next.place(), Count.of(rest, "more problem follows", "more problems follow") + " from here on", "");
        return Stream.concat(sorted.stream().limit(MOST_SHOWN), Stream.of(count))
                .toList();
    }

    private static List<Problem> sorted(Set<Problem> problems) {
        return problems.stream()
                .sorted(Comparator.comparingInt((Problem p) -> p.place().line())
                        .thenComparingInt(p -> p.place().column()))
                .toList();
    }
}
