package dev.binrun.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.binrun.scenario.yaml.Place;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReportTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void passed_isOneLine() {
        report(Style.PLAIN, false).ended(verdict(Outcome.PASSED, "", "", "said"));

        assertEquals("PASSED     0.25 s  a scenario\n", text());
    }

    @Test
    void passed_severalRuns_showsTheirNumber() {
        report(Style.PLAIN, false).ended(verdict(Outcome.PASSED, "20 runs, 1 digest", "", "said"));

        assertEquals("PASSED     0.25 s  a scenario (20 runs, 1 digest)\n", text());
    }

    @Test
    void passed_verbose_showsTheOutput() {
        report(Style.PLAIN, true).ended(verdict(Outcome.PASSED, "", "", "one\ntwo\n"));

        assertEquals("PASSED     0.25 s  a scenario\n    one\n    two\n", text());
    }

    @Test
    void failed_showsReasonAndPlace() {
        report(Style.PLAIN, false).ended(verdict(Outcome.FAILED, "expected 5", "expected 5\nstep 2\nseed 7", "said"));

        assertEquals(
                "FAILED     0.25 s  a scenario\n    expected 5\n    step 2\n    seed 7\n    at a.yaml:12:1\n", text());
    }

    @Test
    void failed_detailsBeginWithTheMessage_messageAppearsOnce() {
        report(Style.PLAIN, false).ended(verdict(Outcome.BROKEN, "no server", "no server\nsources", ""));

        assertEquals("BROKEN     0.25 s  a scenario\n    no server\n    sources\n    at a.yaml:12:1\n", text());
    }

    @Test
    void skipped_showsTheReasonOnItsLine() {
        report(Style.PLAIN, false).ended(verdict(Outcome.SKIPPED, "needs 2.15", "", ""));

        assertEquals("SKIPPED    0.25 s  a scenario: needs 2.15\n", text());
    }

    @Test
    void coloured_coloursOnlyTheOutcome() {
        report(Style.COLOURED, false).ended(verdict(Outcome.PASSED, "", "", ""));

        assertEquals("\u001B[32mPASSED \u001B[0m    0.25 s  a scenario\n", text());
    }

    @Test
    void status_onATerminal_isReplaced_andRemovedAtTheEnd() {
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        StatusLine screen = new StatusLine(out, true);
        LineReport report = new LineReport(new RunContext.Console(screen, Style.PLAIN, false));
        report.begin(List.of("a.yaml"), 2);

        report.ended(verdict(Outcome.PASSED, "", "", ""));
        screen.print("last\n");

        assertEquals("PASSED     0.25 s  a scenario\n\r\u001B[K1 of 2 scenarios\r\u001B[Klast\n", text());
    }

    @Test
    void status_ended_showsNothing() {
        StatusLine screen = new StatusLine(new PrintStream(printed, true, StandardCharsets.UTF_8), true);

        screen.show("half way");
        screen.end();
        screen.show("further");
        screen.print("FAILED\n");

        assertEquals("\r\u001B[Khalf way\r\u001B[K", text());
    }

    @Test
    void summary_hasCountsTheSlowestAndTheSkipped() {
        List<Verdict> verdicts = List.of(
                verdict(Outcome.PASSED, "", "", ""),
                verdict(Outcome.INVALID, "unknown key", "", ""),
                verdict(Outcome.PASSED, "", "", ""));

        report(Style.PLAIN, false).summary(verdicts, 2, Duration.ofMillis(1500));

        assertEquals(
                "\n3 scenarios: 2 passed, 1 invalid in 1.50 s; slowest: a scenario, 0.25 s\n2 scenarios left out by tags\n",
                text());
    }

    @Test
    void exitCode_severalVerdicts_isTheHighest() {
        assertEquals(
                0,
                LineReport.exitCode(
                        List.of(verdict(Outcome.PASSED, "", "", ""), verdict(Outcome.SKIPPED, "", "", ""))));
        assertEquals(
                1,
                LineReport.exitCode(List.of(verdict(Outcome.FAILED, "", "", ""), verdict(Outcome.PASSED, "", "", ""))));
        assertEquals(
                3,
                LineReport.exitCode(List.of(
                        verdict(Outcome.BROKEN, "", "", ""),
                        verdict(Outcome.INVALID, "", "", ""),
                        verdict(Outcome.FAILED, "", "", ""))));
    }

    private LineReport report(Style style, boolean verbose) {
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        LineReport report = new LineReport(new RunContext.Console(new StatusLine(out, false), style, verbose));
        report.begin(List.of("a.yaml"), 1);
        return report;
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static Verdict verdict(Outcome outcome, String message, String details, String output) {
        return new Verdict(
                "a scenario",
                new Place("a.yaml", 12, 1),
                outcome,
                message,
                details,
                Duration.ofMillis(250),
                "",
                output);
    }
}
