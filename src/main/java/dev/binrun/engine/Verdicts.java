package dev.binrun.engine;

import dev.binrun.scenario.Scenario;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes verdicts. */
final class Verdicts {
    private Verdicts() {}

    static Verdict of(Scenario scenario, Outcome outcome, String message) {
        return of(scenario, outcome, message, "");
    }

    static Verdict of(Scenario scenario, Outcome outcome, String message, String details) {
        return new Verdict(scenario.name(), scenario.place(), outcome, message, details, Duration.ZERO, "", "");
    }

    /** A fault of ours, with all that helps to mend it. */
    static Verdict harnessFailed(Scenario scenario, RuntimeException e) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        return of(scenario, Outcome.BROKEN, "binrun itself failed, please report it: " + e, trace.toString());
    }

    /** What several runs of one scenario come to: passed and failed together is flaky, and counts as failed. */
    static Verdict together(List<Verdict> runs, long seed) {
        Verdict worst = runs.stream()
                .max(Comparator.comparing((Verdict v) ->
                        v.outcome() == Outcome.FAILED ? 4 : v.outcome().exitCode()))
                .orElseThrow();
        Verdict first = runs.get(0);
        Duration took = runs.stream().map(Verdict::took).reduce(Duration.ZERO, Duration::plus);
        Set<String> digests =
                runs.stream().map(Verdict::digest).filter(d -> !d.isEmpty()).collect(Collectors.toSet());
        long passed = runs.stream().filter(v -> v.outcome() == Outcome.PASSED).count();
        String summary = runs.size() + " runs with seed " + seed + ": " + passed + " passed, " + digests.size()
                + (digests.size() == 1 ? " digest" : " digests");
        if (worst.outcome() == Outcome.PASSED || worst.outcome() == Outcome.SKIPPED) {
            String digest = digests.size() == 1 ? digests.iterator().next() : "";
            return new Verdict(
                    first.name(),
                    first.place(),
                    worst.outcome(),
                    worst.message(),
                    "",
                    took,
                    digest,
                    summary + "\n" + first.output());
        }
        int at = runs.indexOf(worst) + 1;
        String message = (passed > 0
                        ? "flaky: " + (runs.size() - passed) + " of " + runs.size() + " runs did not pass, "
                        : "none of " + runs.size() + " runs passed, ")
                + "with seed " + seed + "; the first was run " + at + ": "
                + worst.message();
        return new Verdict(
                worst.name(),
                worst.place(),
                worst.outcome(),
                message,
                worst.details(),
                took,
                worst.digest(),
                worst.output());
    }
}
