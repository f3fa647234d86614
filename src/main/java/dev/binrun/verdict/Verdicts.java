package dev.binrun.verdict;

import dev.binrun.form.Count;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.SimConfig;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Creates verdicts and combines those of several runs. */
public final class Verdicts {
    private Verdicts() {}

    /** Returns a verdict whose message is the first line of a text; a longer text becomes the details. */
    public static Verdict of(ScenarioCase scenario, Outcome outcome, String text) {
        String first = text.lines().findFirst().orElse("");
        return of(scenario, outcome, first, first.equals(text) ? "" : text);
    }

    /** Returns a verdict without a digest, a duration or printed lines. */
    public static Verdict of(ScenarioCase scenario, Outcome outcome, String message, String details) {
        return new Verdict(scenario.name(), scenario.place(), outcome, message, details, Duration.ZERO, "", "");
    }

    /**
     * Combines the verdict on a run with a failure to close that run. The failure is added to the report; only a passed
     * or skipped run becomes broken.
     *
     * @param verdicts the verdict on the run, and perhaps a second one about the failure
     */
    public static Verdict asJudged(List<Verdict> verdicts) {
        Verdict judged = verdicts.get(0);
        if (verdicts.size() == 1) {
            return judged;
        }
        Verdict after = verdicts.get(1);
        boolean good = judged.outcome() == Outcome.PASSED || judged.outcome() == Outcome.SKIPPED;
        String closing = "after the end of the scenario (" + judged.outcome() + "): ";
        return good
                ? after.saying(closing + after.message(), closing + after.report())
                        .withServerVersion(judged.serverVersion())
                : judged.saying(judged.message(), judged.report() + "\n" + closing + after.report());
    }

    /**
     * Combines the verdicts on several runs of one scenario. The worst one counts; if only some runs passed, the
     * scenario is flaky.
     */
    public static Verdict together(List<Verdict> runs, long seed) {
        Verdict worst = worst(runs);
        boolean good = worst.outcome() == Outcome.PASSED || worst.outcome() == Outcome.SKIPPED;
        return good ? good(runs, worst, seed) : bad(runs, worst, seed);
    }

    /**
     * Combines the verdicts on the tries of one scenario, each of which but the last failed. If the last one passed,
     * the scenario is flaky; otherwise the worst one counts.
     */
    public static Verdict ofTries(List<Verdict> tries) {
        Verdict last = tries.get(tries.size() - 1);
        if (tries.size() == 1) {
            return last;
        }
        boolean passed = last.outcome() == Outcome.PASSED;
        Verdict worst = worst(tries);
        String first = (passed ? "flaky: try " + tries.size() + " passed" : "none of " + tries.size() + " tries passed")
                + "; try " + (tries.indexOf(worst) + 1) + " " + worst.outcome() + ": ";
        Verdict shown = passed ? last : worst;
        return shown.saying(first + worst.message(), worst.details().isEmpty() ? "" : first + worst.details())
                .with(total(tries), shown.output())
                .withTries(tries);
    }

    private static Verdict worst(List<Verdict> runs) {
        return runs.stream().max(Comparator.comparing(Verdicts::gravity)).orElseThrow();
    }

    /** Combines the verdicts on runs that were interrupted: a failed run counts, else the scenario is broken. */
    public static Verdict cutShort(ScenarioCase scenario, List<Verdict> runs, SimConfig config) {
        boolean failed = runs.stream().anyMatch(run -> run.outcome() == Outcome.FAILED);
        return failed
                ? together(runs, config.seed())
                : of(scenario, Outcome.BROKEN, "interrupted after " + runs.size() + " of " + config.repeat() + " runs");
    }

    private static Verdict good(List<Verdict> runs, Verdict worst, long seed) {
        Set<String> digests = runs.stream().map(Verdict::digest).collect(Collectors.toSet());
        String counted = Count.of(digests.size(), "digest");
        String summary = runs.size() + " runs with seed " + seed + ", " + counted + "\n";
        String digest = digests.size() == 1 ? worst.digest() : "";
        String message = worst.outcome() == Outcome.PASSED ? runs.size() + " runs, " + counted : worst.message();
        return worst.saying(message, "")
                .withDigest(digest)
                .with(total(runs), summary + runs.get(0).output());
    }

    private static Verdict bad(List<Verdict> runs, Verdict worst, long seed) {
        long passed = runs.stream().filter(v -> v.outcome() == Outcome.PASSED).count();
        String count = passed > 0
                ? "flaky: " + (runs.size() - passed) + " of " + runs.size() + " runs did not pass"
                : "none of " + runs.size() + " runs passed";
        String message = count + ", with seed " + seed + "; the first was run " + (runs.indexOf(worst) + 1) + ": "
                + worst.message();
        String details = worst.details().isEmpty() ? "" : message + "\n" + worst.details();
        return worst.saying(message, details).with(total(runs), worst.output());
    }

    /** A broken run says nothing about the system under test, so it must not hide a failed one. */
    private static int gravity(Verdict verdict) {
        return verdict.outcome() == Outcome.FAILED
                ? Integer.MAX_VALUE
                : verdict.outcome().exitCode();
    }

    private static Duration total(List<Verdict> runs) {
        return runs.stream().map(Verdict::took).reduce(Duration.ZERO, Duration::plus);
    }
}
