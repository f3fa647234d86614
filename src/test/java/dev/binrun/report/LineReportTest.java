package dev.binrun.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.junit.Samples;
import dev.binrun.scenario.yaml.Place;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import dev.binrun.verdict.Verdicts;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
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
        LineReport report = report(Style.PLAIN, false);
        report.started(Samples.scenario("a scenario", 12));
        report.ended(verdict(Outcome.SKIPPED, "needs 2.15", "", ""));

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

        report.summary(List.of(), 0, Duration.ZERO);

        String text = text();
        assertTrue(
                text.matches("PASSED     0\\.25 s  a scenario\n\u001B\\[\\?7l1 of 2 scenarios, 0 s\u001B\\[\\?7h\r"
                        + "(?s).*\r\u001B\\[Jlast\n.*\n0 scenarios in 0\\.00 s\n"),
                text);
    }

    @Test
    void status_ended_showsNothing() {
        StatusLine screen = new StatusLine(new PrintStream(printed, true, StandardCharsets.UTF_8), true);

        screen.show("half way");
        screen.end();
        screen.show("further");
        screen.print("FAILED\n");

        assertEquals("\u001B[?7lhalf way\u001B[?7h\r\r\u001B[J", text());
    }

    @Test
    void summary_hasCountsTheSlowestAndTheSkipped() {
        List<Verdict> verdicts = List.of(
                verdict(Outcome.PASSED, "", "", ""),
                verdict(Outcome.INVALID, "unknown key", "", ""),
                verdict(Outcome.PASSED, "", "", ""));

        report(Style.PLAIN, false).summary(verdicts, 2, Duration.ofMillis(1500));

        assertEquals(
                "\n3 scenarios: 2 passed, 1 invalid in 1.50 s; slowest: a scenario, 0.25 s\n"
                        + "    INVALID a scenario (a.yaml:12)\n"
                        + "2 scenarios left out by tags\n",
                text());
    }

    @Test
    void summary_manyFailures_fitsAScreenOf24Lines() {
        List<Verdict> verdicts = new ArrayList<>();
        for (int line = 30; line > 0; line--) {
            verdicts.add(verdict("s" + line, line, Outcome.FAILED));
        }
        verdicts.add(flaky());

        report(Style.PLAIN, false).summary(verdicts, 2, Duration.ofMillis(1500));

        assertEquals("""

                31 scenarios: 1 passed (1 flaky), 30 failed in 1.50 s; slowest: a scenario, 0.50 s
                    FAILED  s1 (a.yaml:1)
                    FAILED  s2 (a.yaml:2)
                    FAILED  s3 (a.yaml:3)
                    FAILED  s4 (a.yaml:4)
                    FAILED  s5 (a.yaml:5)
                    FAILED  s6 (a.yaml:6)
                    FAILED  s7 (a.yaml:7)
                    FAILED  s8 (a.yaml:8)
                    FAILED  s9 (a.yaml:9)
                    FAILED  s10 (a.yaml:10)
                    and 21 more
                2 scenarios left out by tags
                """, text());
    }

    /** The line of the failed step is where the reader must go, not the first line of the scenario. */
    @Test
    void summary_failure_hasThePlaceOfTheStep() {
        List<Verdict> verdicts =
                List.of(verdict(Outcome.FAILED, "a.yaml:17: pub: seq: expected 2, was 1", "", ""), flaky());

        report(Style.PLAIN, false).summary(verdicts, 0, Duration.ofMillis(1500));

        assertTrue(text().endsWith("""
                    FAILED  a scenario (a.yaml:17)
                    FLAKY   a scenario (a.yaml:3)
                """), text());
    }

    @Test
    void flaky_showsTheReportOfTheFailure() {
        report(Style.COLOURED, false).ended(flaky());

        assertEquals(
                "\u001B[33mFLAKY  \u001B[0m    0.50 s  a scenario\n"
                        + "    flaky: try 2 passed; try 1 FAILED: a.yaml:3: expected 1, was 0\n    step 3\n"
                        + "    at a.yaml:12:1\n",
                text());
    }

    @Test
    void notStarted_hasNoLine_andIsCountedInTheSummary() {
        LineReport report = report(Style.PLAIN, false);
        Verdict failed = verdict("s1", 1, Outcome.FAILED);
        Verdict notRun = notRun("s2");
        Verdict neither = notRun("s3");
        report.started(Samples.scenario("s1", 1));
        List.of(failed, notRun, neither).forEach(report::ended);
        report.summary(List.of(failed, notRun, neither), 0, Duration.ofMillis(1500));

        assertEquals(
                "FAILED     0.25 s  s1\n    at a.yaml:1:1\n"
                        + "\n1 of 3 scenarios: 1 failed in 1.50 s\n2 scenarios not run: --fail-fast ended the run: 's1' is FAILED\n",
                text());
    }

    private static Verdict notRun(String name) {
        return new Verdict(
                name,
                new Place("a.yaml", 1, 1),
                Outcome.SKIPPED,
                "not run: --fail-fast ended the run: 's1' is FAILED",
                "",
                Duration.ZERO,
                "",
                "");
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

    private static Verdict flaky() {
        return Verdicts.ofTries(List.of(
                verdict(Outcome.FAILED, "a.yaml:3: expected 1, was 0", "a.yaml:3: expected 1, was 0\nstep 3", ""),
                verdict(Outcome.PASSED, "", "", "")));
    }

    private static Verdict verdict(String name, int line, Outcome outcome) {
        return new Verdict(name, new Place("a.yaml", line, 1), outcome, "", "", Duration.ofMillis(250), "", "");
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
