package dev.binrun.verdict;

import dev.binrun.scenario.Scenario;
import dev.binrun.scenario.SimConfig;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes verdicts. */
public final class Verdicts {
    private Verdicts() {}

    /** A verdict whose first line says what it is about; more lines are details. */
    public static Verdict of(Scenario scenario, Outcome outcome, String text) {
        String first = text.lines().findFirst().orElse("");
        return of(scenario, outcome, first, first.equals(text) ? "" : text);
    }

    public static Verdict of(Scenario scenario, Outcome outcome, String message, String details) {
        return new Verdict(scenario.name(), scenario.place(), outcome, message, details, Duration.ZERO, "", "");
    }

    /**
     * What has been judged stays so, whatever went wrong when all was closed after it: that is told beside it, and only what was good is
     * broken by it.
     *
     * @param verdicts the one that counts, and perhaps one of what went wrong after it
     */
    public static Verdict asJudged(List<Verdict> verdicts) {
        Verdict judged = verdicts.get(0);
        if (verdicts.size() == 1) {
            return judged;
        }
        Verdict after = verdicts.get(1);
        boolean good = judged.outcome() == Outcome.PASSED || judged.outcome() == Outcome.SKIPPED;
        String ended = "when the scenario was over (" + judged.outcome() + "): ";
        return good
                ? after.saying(ended + after.message(), ended + after.report())
                : judged.saying(judged.message(), judged.report() + "\n" + ended + after.report());
    }

    /** What several runs of one scenario come to: passed and failed together is flaky, and counts as failed. */
    public static Verdict together(List<Verdict> runs, long seed) {
        Verdict worst =
                runs.stream().max(Comparator.comparing(Verdicts::gravity)).orElseThrow();
        boolean good = worst.outcome() == Outcome.PASSED || worst.outcome() == Outcome.SKIPPED;
        return good ? good(runs, worst, seed) : bad(runs, worst, seed);
    }

    /** Not all of the runs that were asked for came to pass: only a failure counts. */
    public static Verdict cutShort(Scenario scenario, List<Verdict> runs, SimConfig config) {
        boolean failed = runs.stream().anyMatch(run -> run.outcome() == Outcome.FAILED);
        return failed
                ? together(runs, config.seed())
                : of(scenario, Outcome.BROKEN, "interrupted after " + runs.size() + " of " + config.repeat() + " runs");
    }

    private static Verdict good(List<Verdict> runs, Verdict one, long seed) {
        Set<String> digests = runs.stream().map(Verdict::digest).collect(Collectors.toSet());
        String counted = digests.size() + (digests.size() == 1 ? " digest" : " digests");
        String summary = runs.size() + " runs with seed " + seed + ", " + counted + "\n";
        String digest = digests.size() == 1 ? one.digest() : "";
        return new Verdict(
                one.name(),
                one.place(),
                one.outcome(),
                one.outcome() == Outcome.PASSED ? runs.size() + " runs, " + counted : one.message(),
                "",
                total(runs),
                digest,
                summary + runs.get(0).output());
    }

    private static Verdict bad(List<Verdict> runs, Verdict worst, long seed) {
        long passed = runs.stream().filter(v -> v.outcome() == Outcome.PASSED).count();
        String count = passed > 0
                ? "flaky: " + (runs.size() - passed) + " of " + runs.size() + " runs did not pass"
                : "none of " + runs.size() + " runs passed";
        String message = count + ", with seed " + seed + "; the first was run " + (runs.indexOf(worst) + 1) + ": "
                + worst.message();
        String details = worst.details().isEmpty() ? "" : message + "\n" + worst.details();
        return new Verdict(
                worst.name(),
                worst.place(),
                worst.outcome(),
                message,
                details,
                total(runs),
                worst.digest(),
                worst.output(),
                worst.difference());
    }

    /** Failed says something about the system under test; broken does not, so it must not hide a failure. */
    private static int gravity(Verdict verdict) {
        return verdict.outcome() == Outcome.FAILED
                ? Integer.MAX_VALUE
                : verdict.outcome().exitCode();
    }

    private static Duration total(List<Verdict> runs) {
        return runs.stream().map(Verdict::took).reduce(Duration.ZERO, Duration::plus);
    }
}
