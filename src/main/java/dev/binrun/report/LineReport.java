package dev.binrun.report;

import dev.binrun.form.Count;
import dev.binrun.form.VisibleText;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The lines of a run: one for each scenario when it ends, the reasons of a failure below it, and a summary. A round of
 * a run that is repeated shows only scenarios that did not pass.
 */
public final class LineReport implements Report {
    private static final String INDENT = "    ";

    /** With their lines wrapped once, so many failures and the counts fit a screen of 24 lines. */
    private static final int LISTED = 10;

    private final StatusLine screen;
    private final LiveScenarios live;
    private final Style style;
    private final boolean verbose;
    private final Set<String> started = new HashSet<>();
    private final RoundLines rounds = new RoundLines();
    private int total;

    LineReport(RunContext.Console console) {
        this.screen = console.screen();
        this.live = new LiveScenarios(screen);
        this.style = console.style();
        this.verbose = console.verbose();
    }

    @Override
    public void roundStarted(int number) {
        rounds.begin(number);
    }

    @Override
    public void begin(List<String> files, int scenarios) {
        total = scenarios;
        started.clear();
        live.begin(rounds.title(), scenarios);
    }

    @Override
    public void started(ScenarioCase scenario) {
        started.add(scenario.name());
        rounds.started(scenario);
        live.started(scenario.name());
    }

    @Override
    public void progress(ScenarioCase scenario, String status) {
        live.progress(scenario.name(), status);
    }

    @Override
    public void ended(Verdict verdict) {
        live.ended(verdict);
        if (!isNotRun(verdict) && rounds.shows(verdict)) {
            screen.printColoured(lines(verdict));
        }
        live.draw();
    }

    @Override
    public void roundPassed(List<Verdict> verdicts, Duration took) {
        rounds.passed(verdicts.size(), took).ifPresent(screen::print);
    }

    /** Shows the counts by outcome, the scenarios that did not pass, and the slowest. */
    @Override
    public void summary(List<Verdict> verdicts, int leftOut, Duration took) {
        live.close();
        screen.printColoured(summaryText(verdicts, leftOut, took));
    }

    private String summaryText(List<Verdict> verdicts, int leftOut, Duration took) {
        List<Verdict> notRun = verdicts.stream().filter(this::isNotRun).toList();
        List<Verdict> ran =
                verdicts.stream().filter(verdict -> !isNotRun(verdict)).toList();
        return "\n" + (notRun.isEmpty() ? "" : ran.size() + " of ") + Count.of(verdicts.size(), "scenario")
                + (ran.isEmpty() ? "" : ": " + counts(ran)) + " in " + seconds(took) + slowest(ran) + "\n"
                + listed(ran)
                + notRun.stream()
                        .findFirst()
                        .map(first ->
                                Count.of(notRun.size(), "scenario") + " " + VisibleText.text(first.message()) + "\n")
                        .orElse("")
                + leftOut(leftOut)
                + rounds.last(exitCode(verdicts) == 0);
    }

    /** Returns whether the run ended before the scenario began. */
    private boolean isNotRun(Verdict verdict) {
        return verdict.outcome() == Outcome.SKIPPED && !started.contains(verdict.name());
    }

    /** Names the scenarios that did not pass, because their reports may be many screens away. */
    private String listed(List<Verdict> verdicts) {
        List<Verdict> bad = verdicts.stream()
                .filter(verdict -> verdict.outcome().exitCode() > 0 || verdict.isFlaky())
                .sorted(Comparator.comparing(Verdict::isFlaky).thenComparing(FailurePlace.ORDER))
                .toList();
        return verdicts.size() == 1
                ? ""
                : bad.stream().limit(LISTED).map(this::listed).collect(Collectors.joining())
                        + (bad.size() > LISTED ? INDENT + "and " + (bad.size() - LISTED) + " more\n" : "");
    }

    private String listed(Verdict verdict) {
        return INDENT + word(verdict) + " "
                + VisibleText.text(verdict.name() + " (" + verdict.place().path() + ":"
                        + FailurePlace.of(verdict).line() + ")")
                + "\n";
    }

    @Override
    public void interrupted(List<Verdict> finished, int running, Duration took) {
        live.close();
        int waiting = total - finished.size() - running;
        screen.printColoured("\ninterrupted: " + finished.size() + " of " + total + " finished"
                + (finished.isEmpty() ? "" : " (" + counts(finished) + ")") + " in " + seconds(took) + "; "
                + Count.of(running, "was", "were") + " running, " + waiting + " had not started\n"
                + rounds.interrupted());
        screen.end();
    }

    private String counts(List<Verdict> verdicts) {
        Map<Outcome, Integer> counts = VerdictCounts.of(verdicts);
        long flaky = verdicts.stream().filter(Verdict::isFlaky).count();
        return counts.entrySet().stream()
                .filter(count -> count.getValue() > 0)
                .map(count -> style.outcome(
                                count.getKey(),
                                count.getValue() + " " + count.getKey().name().toLowerCase(Locale.ROOT))
                        + (count.getKey() == Outcome.PASSED && flaky > 0 ? " (" + flaky + " flaky)" : ""))
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
        String line = word(verdict)
                + String.format(Locale.ROOT, " %9s  ", seconds(verdict.took()))
                + VisibleText.text(verdict.name());
        if (verdict.isFlaky()) {
            return line + "\n" + output(verdict) + reasons(verdict);
        }
        return switch (verdict.outcome()) {
            case PASSED ->
                line + (verdict.message().isEmpty() ? "" : " (" + VisibleText.text(verdict.message()) + ")") + "\n"
                        + output(verdict);
            case SKIPPED -> line + ": " + VisibleText.text(verdict.message()) + "\n";
            case FAILED, INVALID, BROKEN -> line + "\n" + output(verdict) + reasons(verdict);
        };
    }

    private String word(Verdict verdict) {
        return verdict.isFlaky()
                ? style.outcome(Outcome.SKIPPED, "FLAKY  ")
                : style.outcome(
                        verdict.outcome(),
                        String.format("%-7s", verdict.outcome().name()));
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
