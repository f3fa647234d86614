package dev.binrun.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.junit.Samples;
import dev.binrun.scenario.yaml.Place;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import dev.binrun.verdict.Verdicts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GithubReportTest {
    private static final int MIB = 1024 * 1024;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    private Path summary;

    @BeforeEach
    void summaryFile() {
        summary = folder.resolve("summary.md");
    }

    @Test
    void failures_areAnnotationsAtTheirPlaces_inTheOrderOfTheFiles() throws Exception {
        end(List.of(
                verdict("broken", "b.yaml", 9, Outcome.BROKEN, "no nats-server"),
                verdict("wrong", "a.yaml", 4, Outcome.INVALID, "a.yaml:6:3: unknown key 'x'"),
                verdict("skipped", "a.yaml", 1, Outcome.SKIPPED, "not now"),
                verdict("passed", "a.yaml", 2, Outcome.PASSED, ""),
                verdict("fails", "a.yaml", 3, Outcome.FAILED, "a.yaml:5: pub: seq: expected 2, was 1")));

        assertEquals("""
                ::error file=a.yaml,line=5,title=FAILED%3A fails::a.yaml:5: pub: seq: expected 2, was 1
                ::error file=a.yaml,line=6,col=3,title=INVALID%3A wrong::a.yaml:6:3: unknown key 'x'
                ::error file=b.yaml,line=9,col=1,title=BROKEN%3A broken::no nats-server
                """, text());
    }

    @Test
    void flaky_isAWarning() throws Exception {
        end(List.of(Verdicts.ofTries(List.of(
                verdict("at times", "a.yaml", 3, Outcome.FAILED, "a.yaml:5: pub: seq: expected 2, was 1"),
                verdict("at times", "a.yaml", 3, Outcome.PASSED, "")))));

        assertEquals(
                "::warning file=a.yaml,line=5,title=FLAKY%3A at times::flaky: try 2 passed; try 1 FAILED: a.yaml:5: pub:"
                        + " seq: expected 2, was 1\n",
                text());
    }

    @Test
    void annotation_anyText_isOneCommand() throws Exception {
        end(List.of(verdict(
                "50% of a, b: c\n::notice::x", "a,b:c.yaml", 1, Outcome.FAILED, "100%\r\n::error::\u001b[31m%0A")));

        assertEquals(
                "::error file=a%2Cb%3Ac.yaml,line=1,col=1,title=FAILED%3A 50%25 of a%2C b%3A c%0A%3A%3Anotice%3A%3Ax"
                        + "::100%25%0D%0A::error::\\x1b[31m%250A\n",
                text());
    }

    @Test
    void annotation_longMessage_isCut() throws Exception {
        end(List.of(verdict("x", "a.yaml", 1, Outcome.FAILED, "m".repeat(5000))));

        assertTrue(text().endsWith("::" + "m".repeat(4000) + "…\n"), text());
    }

    @Test
    void annotation_ofAScenarioThatStarted_hasItsCommand() throws Exception {
        GithubReport report = report(Map.of());
        report.started(Samples.scenario("x", 1));
        report.ended(verdict("x", "a.yaml", 1, Outcome.FAILED, "boom"));

        report.summary(List.of(), 0, Duration.ZERO);

        assertTrue(text().endsWith("::boom%0Arun again: binrun run --name 'x'\n"), text());
    }

    /** GitHub shows ten annotations of a step. */
    @Test
    void annotations_moreThanTen_areCounted() throws Exception {
        end(IntStream.rangeClosed(1, 13)
                .mapToObj(i -> verdict("s" + i, "a.yaml", i, Outcome.FAILED, "boom"))
                .toList());

        List<String> lines = text().lines().toList();
        assertEquals(11, lines.size());
        assertEquals("::error file=a.yaml,line=10,col=1,title=FAILED%3A s10::boom", lines.get(9));
        assertEquals("::notice title=binrun::3 more scenarios did not pass, see the log", lines.get(10));
    }

    @Test
    void annotation_runBelowTheRepository_namesThePathInTheRepository() throws Exception {
        Verdict verdict = verdict("x", "../more/a.yaml", 1, Outcome.FAILED, "boom");
        GithubReport inside = report(Map.of("GITHUB_WORKSPACE", folder.toString()));
        inside.ended(verdict);
        inside.summary(List.of(), 0, Duration.ZERO);
        GithubReport outside =
                report(Map.of("GITHUB_WORKSPACE", folder.resolve("other").toString()));
        outside.ended(verdict);
        outside.summary(List.of(), 0, Duration.ZERO);

        List<String> lines = text().lines().toList();
        assertTrue(lines.get(0).startsWith("::error file=more/a.yaml,line=1,"), text());
        assertTrue(lines.get(1).startsWith("::error file=../more/a.yaml,line=1,"), text());
    }

    @Test
    void allPassed_printsNoAnnotation() throws Exception {
        end(List.of(verdict("passed", "a.yaml", 2, Outcome.PASSED, "")));

        assertEquals("", text());
        assertFalse(Files.exists(summary));
    }

    @Test
    void summary_hasCountsFailuresCommandsAndTheSlowest() throws Exception {
        GithubReport report = report(Map.of("GITHUB_STEP_SUMMARY", summary.toString()));
        report.started(Samples.scenario("a <b> & `c` | d", 1));
        report.ended(verdict("fine", "b.yaml", 2, Outcome.PASSED, ""));
        report.ended(new Verdict(
                "a <b> & `c` | d",
                new Place("a.yaml", 3, 1),
                Outcome.FAILED,
                "a.yaml:5: boom",
                "a.yaml:5: boom\n\n</pre> **x** ```",
                Duration.ofMillis(2500),
                "",
                ""));

        report.summary(List.of(), 3, Duration.ofMillis(4000));

        assertEquals("""

                ### binrun: 2 scenarios: 1 passed, 1 failed in 4.00 s

                3 scenarios left out by tags

                <details open><summary><b>FAILED</b> a &lt;b&gt; &amp; `c` | d (<code>a.yaml:5</code>, 2.50 s)</summary>

                <pre>
                a.yaml:5: boom

                &lt;/pre&gt; **x** ```
                run again: binrun run --name 'a &lt;b&gt; &amp; `c` | d'
                </pre>

                </details>

                <table>
                <tr><th>slowest</th><th>file</th><th>time</th></tr>
                <tr><td>a &lt;b&gt; &amp; `c` | d</td><td><code>a.yaml</code></td><td>2.50 s</td></tr>
                <tr><td>fine</td><td><code>b.yaml</code></td><td>0.25 s</td></tr>
                </table>
                """, Files.readString(summary));
    }

    @Test
    void summary_commandInTheReport_isNotRepeated() throws Exception {
        GithubReport report = report(Map.of("GITHUB_STEP_SUMMARY", summary.toString()));
        report.started(Samples.scenario("x", 1));
        report.ended(verdict("x", "a.yaml", 1, Outcome.FAILED, "boom, run again: binrun run --name 'x'"));

        report.summary(List.of(), 0, Duration.ZERO);

        assertEquals(2, Files.readString(summary).split("run again", -1).length);
    }

    @Test
    void summary_manyFailures_onlyTheFirstAreOpen_andTheSlowestAreFive() throws Exception {
        end(
                IntStream.rangeClosed(1, 9)
                        .mapToObj(i -> verdict("s" + i, "a.yaml", i, Outcome.FAILED, "boom"))
                        .toList(),
                Map.of("GITHUB_STEP_SUMMARY", summary.toString()));

        String text = Files.readString(summary);
        assertEquals(3, text.split("<details open>", -1).length - 1);
        assertEquals(6, text.split("<details>", -1).length - 1);
        assertEquals(5, text.split("<tr><td>", -1).length - 1);
    }

    /** GitHub rejects a file with more than one MiB as a whole. */
    @Test
    void summary_isAppendedAndNeverTooLarge() throws Exception {
        List<Verdict> many = IntStream.rangeClosed(1, 60)
                .mapToObj(i -> verdict("s" + i, "a.yaml", i, Outcome.FAILED, "é".repeat(40_000)))
                .toList();
        Files.writeString(summary, "before\n");

        end(many, Map.of("GITHUB_STEP_SUMMARY", summary.toString()));

        String text = Files.readString(summary);
        assertTrue(text.startsWith("before\n\n### binrun: 60 scenarios: 60 failed in "), text.substring(0, 100));
        assertTrue(Files.size(summary) <= MIB, Files.size(summary) + " bytes");
        assertTrue(Files.size(summary) > MIB - 100_000, Files.size(summary) + " bytes");
        int shown = text.split("<details", -1).length - 1;
        assertTrue(
                text.contains("\n…and " + (60 - shown) + " more scenarios that did not pass; see the log.\n\n<table>"),
                text.substring(text.length() - 1000));
    }

    @Test
    void summary_longReport_isCut() throws Exception {
        end(
                List.of(verdict("x", "a.yaml", 1, Outcome.FAILED, "m".repeat(60_000))),
                Map.of("GITHUB_STEP_SUMMARY", summary.toString()));

        assertTrue(Files.readString(summary).contains("<pre>\n" + "m".repeat(50_000) + "\n…\n</pre>"));
    }

    @Test
    void summary_withoutRoom_isNotWritten_andSaysSo() throws Exception {
        Files.writeString(summary, "x".repeat(MIB - 50));

        end(
                List.of(verdict("passed", "a.yaml", 2, Outcome.PASSED, "")),
                Map.of("GITHUB_STEP_SUMMARY", summary.toString()));

        assertEquals(MIB - 50, Files.size(summary));
        assertEquals(
                "::notice title=binrun::the summary of this step has no room for the results, see the log\n", text());
    }

    @Test
    void interrupted_saysSo() throws Exception {
        GithubReport report = report(Map.of("GITHUB_STEP_SUMMARY", summary.toString()));
        report.ended(verdict("passed", "a.yaml", 2, Outcome.PASSED, ""));
        report.ended(verdict("running", "a.yaml", 5, Outcome.BROKEN, "interrupted: the run was stopped"));

        report.interrupted(List.of(), 1, Duration.ofSeconds(2));

        assertTrue(
                Files.readString(summary)
                        .startsWith("\n### binrun: interrupted: 2 scenarios: 1 passed, 1 broken in 2.00 s\n"),
                Files.readString(summary));
        assertEquals(
                "::error file=a.yaml,line=5,col=1,title=BROKEN%3A running::interrupted: the run was stopped\n", text());
    }

    @Test
    void summary_thatCannotBeWritten_isAnErrorWithThePath() {
        IOException error = assertThrows(
                IOException.class,
                () -> end(
                        List.of(),
                        Map.of("GITHUB_STEP_SUMMARY", folder.resolve("no/x").toString())));

        assertEquals(
                "GITHUB_STEP_SUMMARY: " + folder.resolve("no/x")
                        + " cannot be written: there is no such file or folder",
                error.getMessage());
    }

    private void end(List<Verdict> verdicts) throws IOException {
        end(verdicts, Map.of());
    }

    private void end(List<Verdict> verdicts, Map<String, String> variables) throws IOException {
        GithubReport report = report(variables);
        verdicts.forEach(report::ended);
        report.summary(verdicts, 0, Duration.ofSeconds(1));
    }

    /** The current folder is a folder below the repository. */
    private GithubReport report(Map<String, String> variables) {
        return new GithubReport(Contexts.of(Contexts.REQUEST, printed, variables, folder.resolve("below")));
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static Verdict verdict(String name, String path, int line, Outcome outcome, String message) {
        return new Verdict(name, new Place(path, line, 1), outcome, message, "", Duration.ofMillis(250), "", "");
    }
}
