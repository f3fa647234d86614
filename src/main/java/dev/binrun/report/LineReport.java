package dev.binrun.report;

import dev.binrun.form.Count;
import dev.binrun.form.VisibleText;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The lines of a run: one for each scenario when it ends, the reasons of a failure below it, and a summary. */
public final class LineReport implements Report {
    private static final String INDENT = "    ";

    private final StatusLine screen;
    private final Style style;
    private final boolean verbose;
    private int total;
    private int ended;

    LineReport(RunContext.Console console) {
        this.screen = console.screen();
        this.style = console.style();
        this.verbose = console.verbose();
    }

    @Override
    public void begin(List<String> files, int scenarios) {
        total = scenarios;
    }

    @Override
    public void ended(Verdict verdict) {
        ended++;
        screen.printColoured(lines(verdict));
        screen.show(ended + " of " + total + " scenarios");
    }

    /** Shows the counts by outcome, and the slowest scenario. */
    @Override
    public void summary(List<Verdict> verdicts, int leftOut, Duration took) {
        screen.clear();
        screen.printColoured(summaryText(verdicts, leftOut, took));
    }

    private String summaryText(List<Verdict> verdicts, int leftOut, Duration took) {
        return "\n" + Count.of(verdicts.size(), "scenario") + ": " + counts(verdicts) + " in " + seconds(took)
                + slowest(verdicts) + "\n" + leftOut(leftOut);
    }

    @Override
    public void interrupted(List<Verdict> finished, int running, Duration took) {
        int waiting = total - finished.size() - running;
        screen.printColoured("\ninterrupted: " + finished.size() + " of " + total + " finished"
                + (finished.isEmpty() ? "" : " (" + counts(finished) + ")") + " in " + seconds(took) + "; "
                + Count.of(running, "was", "were") + " running, " + waiting + " had not started\n");
        screen.end();
    }

    private String counts(List<Verdict> verdicts) {
        Map<Outcome, Long> counts = verdicts.stream()
                .collect(Collectors.groupingBy(
                        Verdict::outcome, () -> new EnumMap<>(Outcome.class), Collectors.counting()));
        return counts.entrySet().stream()
                .map(count -> style.outcome(
                        count.getKey(),
                        count.getValue() + " " + count.getKey().name().toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining(", "));
    }

    /** Returns the exit code of a run: the highest of its verdicts. */
    public static int exitCode(List<Verdict> verdicts) {
        return verdicts.stream()
                .mapToInt(verdict -> verdict.outcome().exitCode())
                .max()
                .orElse(0);
    }

    private String lines(Verdict verdict) {
        String line = style.outcome(
                        verdict.outcome(),
                        String.format("%-7s", verdict.outcome().name()))
                + String.format(Locale.ROOT, " %9s  ", seconds(verdict.took()))
                + VisibleText.text(verdict.name());
        return switch (verdict.outcome()) {
            case PASSED ->
                line + (verdict.message().isEmpty() ? "" : " (" + VisibleText.text(verdict.message()) + ")") + "\n"
                        + output(verdict);
            case SKIPPED -> line + ": " + VisibleText.text(verdict.message()) + "\n";
            case FAILED, INVALID, BROKEN -> line + "\n" + output(verdict) + reasons(verdict);
        };
    }

    private String output(Verdict verdict) {
        String digest = verdict.digest().isEmpty() ? "" : "digest " + verdict.digest() + "\n";
        return verbose ? indented(verdict.output() + digest) : "";
    }

    private static String reasons(Verdict verdict) {
        return indented(verdict.report()) + INDENT + "at "
                + VisibleText.text(verdict.place().toString()) + "\n";
    }

    private static String indented(String text) {
        return VisibleText.text(text)
                .lines()
                .map(line -> line.isEmpty() ? "\n" : INDENT + line + "\n")
                .collect(Collectors.joining());
    }

    private static String slowest(List<Verdict> verdicts) {
        return verdicts.size() < 2
                ? ""
                : verdicts.stream()
                        .max(Comparator.comparing(Verdict::took))
                        .map(verdict ->
                                "; slowest: " + VisibleText.text(verdict.name()) + ", " + seconds(verdict.took()))
                        .orElse("");
    }

    private static String leftOut(int count) {
        return count == 0 ? "" : Count.of(count, "scenario") + " left out by tags\n";
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.2f s", time.toNanos() / 1e9);
    }
}
