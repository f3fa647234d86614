package dev.binrun.verdict;

import dev.binrun.check.Judgement;
import dev.binrun.form.Quantity;
import dev.binrun.scenario.StatedCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The report of one check.
 *
 * @param judgement the result of the check; null if it was not judged
 * @param start the start of the check, in nanoseconds since the start of the run
 * @param took the duration of the check
 */
public record CheckReport(StatedCheck check, Judgement judgement, long start, Duration took) {
    /** Returns the report of a check that was not judged. */
    public static CheckReport notRun(StatedCheck check) {
        return new CheckReport(check, null, 0, Duration.ZERO);
    }

    /** Returns whether the check was not judged. */
    public boolean notJudged() {
        return judgement == null;
    }

    /** Returns whether the check found a violation. */
    boolean violated() {
        return judgement instanceof Judgement.Violated;
    }

    /** Returns whether the history was not enough to judge the check. */
    boolean unknown() {
        return judgement instanceof Judgement.Unknown;
    }

    /** Returns the state in one or two words, such as {@code FAILED} or {@code not run}. */
    public String state() {
        return judgement == null ? "not run" : violated() ? "FAILED" : unknown() ? "unknown" : "ok";
    }

    /** Returns the place, the name and the result of the check: for a violation, the first line of its evidence. */
    String message() {
        return check.place().path() + ":" + check.place().line() + ": " + check.label() + ": "
                + (unknown() ? "unknown: " : "") + result();
    }

    /** Returns the line of the check in the list of all checks. */
    String line() {
        String time = judgement == null ? "" : Quantity.write(took);
        String result = judgement == null || violated() ? "" : ": " + result();
        String started = judgement == null ? "" : Clock.time(start);
        return "%4d %9s  %-8s %8s  %s%s".formatted(check.place().line(), started, state(), time, check.label(), result);
    }

    /** Returns more lines for the report: the rest of the evidence, and the text of the check. */
    List<String> details() {
        List<String> lines = new ArrayList<>();
        if (judgement instanceof Judgement.Violated violated) {
            lines.addAll(violated.evidence().subList(1, violated.evidence().size()));
        }
        lines.add("check:");
        check.excerpt().forEach(line -> lines.add("  " + line));
        return lines;
    }

    private String result() {
        if (judgement instanceof Judgement.Violated violated) {
            return violated.evidence().get(0);
        }
        return judgement instanceof Judgement.Unknown unknown ? unknown.reason() : ((Judgement.Held) judgement).of();
    }
}
