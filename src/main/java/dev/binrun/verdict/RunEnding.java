package dev.binrun.verdict;

import dev.binrun.match.Mismatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a run ended: first its steps, then with its checks.
 *
 * @param message one line; empty if it passed
 * @param details what else helps to see why, in lines
 */
public record RunEnding(Outcome outcome, String message, String details, Optional<Mismatch> difference) {
    public static final RunEnding GOOD = new RunEnding(Outcome.PASSED, "", "", Optional.empty());

    public static RunEnding of(FailedException e) {
        return new RunEnding(Outcome.FAILED, e.getMessage(), e.details(), e.difference());
    }

    public static RunEnding of(BrokenException e) {
        return broken(e.getMessage(), e.details());
    }

    public static RunEnding broken(String message, String details) {
        return new RunEnding(Outcome.BROKEN, message, details, Optional.empty());
    }

    public boolean passed() {
        return outcome == Outcome.PASSED;
    }

    /** The same, unless there is a reason for which it proves nothing. */
    public RunEnding unless(Optional<String> reason) {
        return reason.map(first -> broken(first + ": " + message, details)).orElse(this);
    }

    /** The same with what the checks say: a violation counts as much as a failed step, and more than what is broken. */
    public RunEnding with(List<CheckReport> checks) {
        List<CheckReport> violated =
                checks.stream().filter(CheckReport::violated).toList();
        List<CheckReport> unknown = checks.stream().filter(CheckReport::unknown).toList();
        if (outcome != Outcome.FAILED && !violated.isEmpty()) {
            return of(Outcome.FAILED, violated).also(this);
        }
        return passed() && !unknown.isEmpty() ? of(Outcome.BROKEN, unknown) : also(violated);
    }

    /** The first of these checks leads, the others follow. */
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
