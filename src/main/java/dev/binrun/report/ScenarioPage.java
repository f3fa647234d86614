package dev.binrun.report;

import dev.binrun.check.Judgement;
import dev.binrun.form.Count;
import dev.binrun.form.Quantity;
import dev.binrun.match.Mismatch;
import dev.binrun.server.LogTail;
import dev.binrun.verdict.CheckReport;
import dev.binrun.verdict.RunCourse;
import dev.binrun.verdict.StepReport;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * One run of a scenario in HTML: its timeline, checks, steps and server logs. Each part has a limited size, and counts
 * the steps or lines that it leaves out.
 */
final class ScenarioPage {
    private static final int LARGEST_STEPS = 100_000;
    private static final int LARGEST_LOG = 60_000;
    private static final int MOST_TRIES = 60;

    private final RunCourse course;
    private final UnaryOperator<String> mask;
    private final Html html;
    private int stepsLeftOut;

    private ScenarioPage(RunCourse course) {
        this.course = course;
        this.mask = course.secrets()::mask;
        this.html = new Html(mask);
    }

    /** Returns the run in HTML. */
    static String of(RunCourse course) {
        return new ScenarioPage(course).page();
    }

    private String page() {
        course.verdict().difference().ifPresent(this::sideBySide);
        html.element("h3", "Timeline").add(Timeline.of(course, mask));
        if (!course.checks().isEmpty()) {
            html.element("h3", "Checks");
            course.checks().forEach(this::check);
        }
        steps("Topology", course.topology());
        steps("Steps", course.steps());
        log();
        return html.toString();
    }

    private void sideBySide(Mismatch mismatch) {
        html.open("table", "class", "sides")
                .open("tr")
                .element("th", mismatch.path().isEmpty() ? "expected" : mismatch.path() + ": expected")
                .element("th", "actual")
                .close("tr")
                .open("tr")
                .element("td", mismatch.expected(), "class", "ok")
                .element("td", mismatch.actual(), "class", "failed")
                .close("tr", "table")
                .block(mismatch.diff());
    }

    private void check(CheckReport report) {
        html.open("div", "class", "check")
                .element(
                        "b",
                        report.state(),
                        "class",
                        report.state().replace(' ', '-').toLowerCase(Locale.ROOT))
                .text(" " + report.check().label())
                .element("span", " line " + report.check().place().line(), "class", "note");
        if (report.judgement() instanceof Judgement.Violated violated) {
            html.block(violated.evidence()).add(OperationPlot.of(violated, course, mask));
        } else if (report.judgement() instanceof Judgement.Unknown unknown) {
            html.block(List.of(unknown.reason()));
        } else if (report.judgement() instanceof Judgement.Held held) {
            html.text(": " + held.of());
        }
        html.close("div");
    }

    private void steps(String title, List<StepReport> reports) {
        if (reports.isEmpty()) {
            return;
        }
        html.element("h3", title);
        int before = html.length();
        stepsLeftOut = 0;
        reports.forEach(report -> step(report, before));
        if (stepsLeftOut > 0) {
            html.element("p", "… " + Count.of(stepsLeftOut, "more step"), "class", "note");
        }
    }

    private void step(StepReport report, int before) {
        if (html.length() - before > LARGEST_STEPS) {
            stepsLeftOut += (int) report.withInner().count();
            return;
        }
        String state = report.state().toString();
        boolean isGood = report.passed() || !report.hasStarted();
        if (isGood) {
            html.open("details", "class", "step");
        } else {
            html.open("details", "class", "step", "open", "");
        }
        html.open("summary")
                .element("b", state, "class", state.replace(' ', '-').toLowerCase(Locale.ROOT))
                .element("code", report.step().place().line() + "", "class", "line")
                .element("span", report.step().label())
                .element("span", times(report), "class", "note")
                .close("summary");
        html.block(report.step().excerpt());
        report.answer().ifPresent(answer -> {
            answer.differences().stream().limit(10).forEach(this::sideBySide);
            html.block(answer.lines(), "class", "answer");
        });
        tries(report);
        for (int i = 0; i < report.inner().size(); i++) {
            if (report.inner().size() > 1) {
                html.element("p", "branch " + (i + 1), "class", "note");
            }
            report.inner().get(i).forEach(inner -> step(inner, before));
        }
        html.close("details");
    }

    private static String times(StepReport report) {
        if (!report.hasStarted()) {
            return "";
        }
        String turns = report.times() > 1 ? String.format(Locale.ROOT, " (%,d times)", report.times()) : "";
        return String.format(Locale.ROOT, "%.3f s, ", report.start() / 1e9) + Quantity.write(report.took()) + turns;
    }

    /** The way to the expectation: each new difference, with the time at which it was first seen. */
    private void tries(StepReport report) {
        if (report.tries().size() < 2) {
            return;
        }
        html.open("table", "class", "tries");
        String last = null;
        int rows = 0;
        for (StepReport.StepTry attempt : report.tries()) {
            if (!attempt.difference().equals(last) && rows++ < MOST_TRIES) {
                String words = attempt.difference().isEmpty() ? "as expected" : attempt.difference();
                html.open("tr")
                        .element("td", String.format(Locale.ROOT, "%.3f s", attempt.at() / 1e9))
                        .element("td", words)
                        .close("tr");
            }
            last = attempt.difference();
        }
        html.close("table");
    }

    /** The log lines, the last ones if there is no room for all. */
    private void log() {
        List<LogTail.Line> lines = course.log();
        int first = lines.size();
        for (int size = 0; first > 0; first--) {
            size += lines.get(first - 1).text().length() + 12;
            if (size > LARGEST_LOG) {
                break;
            }
        }
        html.fold("Server log, " + Count.of(lines.size(), "line"), false);
        if (first > 0) {
            html.element("p", Count.of(first, "earlier line") + " left out; --server-log writes all", "class", "note");
        }
        html.block(lines.subList(first, lines.size()).stream()
                        .map(line -> "%9.3f  %s"
                                .formatted(
                                        Duration.between(course.begin(), line.at())
                                                        .toNanos()
                                                / 1e9,
                                        line.text()))
                        .toList())
                .close("details");
    }
}
