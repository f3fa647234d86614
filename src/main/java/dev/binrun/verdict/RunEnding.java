package dev.binrun.verdict;

import dev.binrun.match.Mismatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The ending of a run: first by its steps alone, then with its checks.
 *
 * @param message the reason, in one line; empty if the run passed
 * @param details more lines for the report; may be empty
 * @param difference the expected and the actual value; empty if the ending is not about a difference
 */
public record RunEnding(Outcome outcome, String message, String details, Optional<Mismatch> difference) {
    /** The ending of a run that passed. */
    public static final RunEnding GOOD = new RunEnding(Outcome.PASSED, "", "", Optional.empty());

    /** Returns the ending of a run in which a statement did not hold. */
    public static RunEnding of(FailedException e) {
        return new RunEnding(Outcome.FAILED, e.getMessage(), e.details(), e.difference());
    }

    /** Returns the ending of a run that could not be judged. */
    public static RunEnding of(BrokenException e) {
        return broken(e.getMessage(), e.details());
    }

    /**
     * Returns the ending of a run that could not be judged.
     *
     * @param message the reason, in one line
     * @param details more lines for the report; may be empty
     */
    public static RunEnding broken(String message, String details) {
        return new RunEnding(Outcome.BROKEN, message, details, Optional.empty());
    }

    /** Returns whether the run passed. */
    public boolean passed() {
        return outcome == Outcome.PASSED;
    }

    /** Returns this ending, or a broken one if there is a reason why this one proves nothing. */
    public RunEnding unless(Optional<String> reason) {
        return reason.map(first -> broken(first + ": " + message, details)).orElse(this);
    }

    /**
     * Returns this ending with the results of the checks. A violation counts like a failed step, and before a broken
     * one.
     */
    public RunEnding with(List<CheckReport> checks) {
        List<CheckReport> violated =
                checks.stream().filter(CheckReport::violated).toList();
        List<CheckReport> unknown = checks.stream().filter(CheckReport::unknown).toList();
        if (outcome != Outcome.FAILED && !violated.isEmpty()) {
            return of(Outcome.FAILED, violated).also(this);
        }
        return passed() && !unknown.isEmpty() ? of(Outcome.BROKEN, unknown) : also(violated);
    }

    private static RunEnding of(Outcome outcome, List<CheckReport> checks) {
        CheckReport first = checks.get(0);
        RunEnding ending =
                new RunEnding(outcome, first.message(), String.join("\n", first.details()), Optional.empty());
        return ending.also(checks.subList(1, checks.size()));
    }

    private RunEnding also(List<CheckReport> others) {
        List<String> lines = new ArrayList<>();
        others.forEach(other -> {
            lines.add("also: " + other.message());
            lines.addAll(other.details());
        });
        return withDetails(String.join("\n", lines));
    }

    private RunEnding also(RunEnding other) {
        return other.passed() ? this : withDetails(FailureReport.joined("also: " + other.message(), other.details()));
    }

    private RunEnding withDetails(String more) {
        return new RunEnding(outcome, message, FailureReport.joined(details, more), difference);
    }
}
