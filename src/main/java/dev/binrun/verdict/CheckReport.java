package dev.binrun.verdict;

import dev.binrun.check.Judgement;
import dev.binrun.form.Quantity;
import dev.binrun.scenario.StatedCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of one check.
 *
 * @param judgement what it says; null if it was not judged
 * @param start the nanoseconds from the run's begin until it was judged
 */
public record CheckReport(StatedCheck check, Judgement judgement, long start, Duration took) {
    /** Returns the report of a check that was not judged. */
    public static CheckReport notRun(StatedCheck check) {
        return new CheckReport(check, null, 0, Duration.ZERO);
    }

    public boolean notJudged() {
        return judgement == null;
    }

    boolean violated() {
        return judgement instanceof Judgement.Violated;
    }

    boolean unknown() {
        return judgement instanceof Judgement.Unknown;
    }

    /** Its verdict in a word. */
    public String state() {
        return judgement == null ? "not run" : violated() ? "FAILED" : unknown() ? "unknown" : "ok";
    }

    /** Where it stands, and what it says: of a violation the first line of the evidence. */
    String message() {
        return check.place().path() + ":" + check.place().line() + ": " + check.label() + ": "
                + (unknown() ? "unknown: " : "") + said();
    }

    /** A line for the report. */
    String line() {
        String time = judgement == null ? "" : Quantity.write(took);
        String what = judgement == null || violated() ? "" : ": " + said();
        String begun = judgement == null ? "" : Clock.time(start);
        return "%4d %9s  %-8s %8s  %s%s".formatted(check.place().line(), begun, state(), time, check.label(), what);
    }

    /** All else there is to say of a violation: the rest of the evidence, and the check as it is written. */
    List<String> details() {
        List<String> lines = new ArrayList<>();
        if (judgement instanceof Judgement.Violated violated) {
            lines.addAll(violated.evidence().subList(1, violated.evidence().size()));
        }
        lines.add("check:");
        check.excerpt().forEach(line -> lines.add("  " + line));
        return lines;
    }

    private String said() {
        if (judgement instanceof Judgement.Violated violated) {
            return violated.evidence().get(0);
        }
        return judgement instanceof Judgement.Unknown unknown ? unknown.reason() : ((Judgement.Held) judgement).of();
    }
}
