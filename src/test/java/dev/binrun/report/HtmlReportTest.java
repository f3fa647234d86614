package dev.binrun.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.junit.Samples;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.yaml.Place;
import dev.binrun.server.host.Secrets;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.RunCourse;
import dev.binrun.verdict.Verdict;
import dev.binrun.verdict.Verdicts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {
    private static final String HOSTILE = "</pre><script>alert('1')</script>\"' onload=x &amp; \u001b[31m";

    @TempDir
    private Path folder;

    @Test
    void file_hasVerdictsCommandAndSummary() throws Exception {
        ScenarioCase first = Samples.scenario("first", 3, "kv");
        ScenarioCase second = Samples.scenario("second", 9);
        Verdict failed = Samples.verdict(
                        first, Outcome.FAILED, "scenarios/sample.yaml:5: pub: seq: expected 2, was 1", "")
                .withServerVersion("2.14.6")
                .withDigest("abc");

        String html = file(List.of(first, second), List.of(failed, Samples.verdict(second, Outcome.PASSED, "", "")));

        assertTrue(
                html.contains(
                        "<details class=\"s failed\" id=\"s1\"><summary><b>FAILED</b><i>1.23</i><span>first</span>"
                                + "<code>scenarios/sample.yaml:5</code><small>kv</small></summary>"),
                html);
        assertTrue(
                html.contains(
                        "<details class=\"s passed\" id=\"s2\"><summary><b>PASSED</b><i>1.23</i><span>second</span>"),
                html);
        assertTrue(
                html.contains("<pre>run again: binrun run --name &#39;second&#39;</pre><p class=\"note\">seed 1</p>"),
                html);
        assertTrue(html.contains("<pre>run again: binrun run --name &#39;first&#39;</pre>"), html);
        assertTrue(html.contains("<p class=\"note\">seed 1 digest abc nats-server 2.14.6</p>"), html);
        assertTrue(
                html.contains(
                        "<h1>binrun: 2 scenarios <b class=\"passed\">1 passed</b> <b class=\"failed\">1 failed</b>"
                                + " in 2.50 s</h1><p class=\"note\">3 scenarios left out by tags. binrun 0.1.0, nats-server 2.14.6, Java "),
                html);
        assertTrue(
                html.contains("<pre class=\"md\">**FAILED** `first` (`scenarios/sample.yaml:5`)\n\n```text\n"), html);
        assertTrue(html.endsWith("</html>\n"), html);
    }

    @Test
    void file_needsNoOtherFile() throws Exception {
        String html = file(List.of(), List.of());

        for (String word :
                List.of("src=", "href=", "@import", "url(", "fetch(", "http:", "https:", "type=\"module\"")) {
            assertFalse(html.contains(word), word);
        }
    }

    @Test
    void anyText_isEscaped() throws Exception {
        ScenarioCase scenario =
                new ScenarioCase(HOSTILE, new Place(HOSTILE, 1, 1), Set.of(HOSTILE), Optional.empty(), List.of());
        Verdict verdict = new Verdict(
                        HOSTILE,
                        scenario.place(),
                        Outcome.FAILED,
                        HOSTILE,
                        HOSTILE,
                        Duration.ofMillis(1),
                        HOSTILE,
                        HOSTILE)
                .withServerVersion(HOSTILE);

        String html = file(List.of(scenario), List.of(verdict, Samples.verdict(scenario, Outcome.PASSED, "", "")));

        String shown =
                "&lt;/pre&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&#39; onload=x &amp;amp; \\x1b[31m";
        assertEquals(2, count(html, "<script>") + count(html, "</script>"), "only its own script");
        assertEquals(0, count(html, "alert('1')"));
        assertEquals(0, count(html, "\u001b"));
        assertTrue(count(html, shown) >= 10, () -> "" + count(html, shown));
    }

    @Test
    void thousandPassed_areAtMost400KB() throws Exception {
        List<ScenarioCase> scenarios = new ArrayList<>();
        List<Verdict> verdicts = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            ScenarioCase scenario = Samples.scenario(
                    "A scenario with a name of an ordinary length, number " + i, i + 1, "clusters", "faults");
            scenarios.add(scenario);
            verdicts.add(Samples.verdict(scenario, Outcome.PASSED, "", ""));
        }

        String html = file(scenarios, verdicts);

        assertEquals(1_000, count(html, "<details class=\"s passed\""));
        assertTrue(html.contains("<pre>run again: binrun run --name "), html);
        assertTrue(html.length() <= 400_000, () -> html.length() + " characters");
    }

    @Test
    void longOutputAndReport_areShortened() throws Exception {
        ScenarioCase scenario = Samples.scenario("long", 1);
        Verdict verdict = Samples.verdict(scenario, Outcome.FAILED, "message", "message\n" + "x".repeat(1_000_000))
                .with(Duration.ofSeconds(1), "y".repeat(1_000_000));

        assertTrue(file(List.of(scenario), List.of(verdict)).length() < 100_000);
    }

    @Test
    void flaky_isNotAmongThePassed() throws Exception {
        ScenarioCase scenario = Samples.scenario("at times", 1);
        Verdict flaky = Verdicts.ofTries(List.of(
                Samples.verdict(scenario, Outcome.FAILED, "seq: expected 2, was 1", ""),
                Samples.verdict(scenario, Outcome.PASSED, "", "")));

        String html = file(List.of(scenario), List.of(flaky));

        assertTrue(html.contains("<details class=\"s flaky\" id=\"s1\"><summary><b>FLAKY</b>"), html);
        assertTrue(html.contains("<b class=\"flaky\">1 flaky</b>"), html);
    }

    /** Each scenario is written when it ends. */
    @Test
    void killedRun_leavesAReadableFile() throws Exception {
        Path file = folder.resolve("run.html");
        ScenarioCase scenario = Samples.scenario("first", 1);
        Report report = new HtmlReport(Contexts.silent(), file);
        report.begin(List.of(), 2);
        report.started(scenario);
        report.ended(Samples.verdict(scenario, Outcome.PASSED, "", ""));

        String html = Files.readString(file);
        assertTrue(html.contains("<p class=\"running\">This run has not ended, or was stopped.</p>"), html);
        assertTrue(html.contains("<span>first</span>"), html);
        assertFalse(html.contains("id=\"summary\""), html);
    }

    @Test
    void stoppedRun_saysSo() throws Exception {
        Path file = folder.resolve("run.html");
        Report report = new HtmlReport(Contexts.silent(), file);
        report.begin(List.of(), 2);
        report.interrupted(List.of(), 1, Duration.ofSeconds(1));

        assertTrue(Files.readString(file).contains("<h1>binrun: interrupted: 0 scenarios in 1.00 s</h1>"));
    }

    /** The content security policy of Jenkins allows a style sheet of the same site, and no script or style inside. */
    @Test
    void folder_hasAPageForEachScenario_withoutScripts() throws Exception {
        ScenarioCase first = Samples.scenario("first / <b>", 3);
        Path target = folder.resolve("report");

        run(target, List.of(first), List.of(Samples.verdict(first, Outcome.FAILED, "message", "")));

        try (Stream<Path> files = Files.list(target)) {
            assertEquals(
                    Set.of("0001-first-b-.html", "index.html", "style.css"),
                    files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()));
        }
        String index = Files.readString(target.resolve("index.html"));
        String page = Files.readString(target.resolve("0001-first-b-.html"));
        assertTrue(index.contains("<a href=\"0001-first-b-.html\">first / &lt;b&gt;</a>"), index);
        assertTrue(page.contains("<p class=\"message\">message</p>"), page);
        for (String html : List.of(index, page)) {
            assertTrue(html.contains("<link rel=\"stylesheet\" href=\"style.css\">"), html);
            for (String forbidden : List.of("<script", "<style", " style=", "javascript:")) {
                assertFalse(html.contains(forbidden), forbidden);
            }
        }
    }

    @Test
    void round_replacesTheOneBefore() throws Exception {
        Path file = folder.resolve("run.html");
        ScenarioCase scenario = Samples.scenario("first", 1);
        Report report = new HtmlReport(Contexts.silent(), file);
        for (int round = 1; round <= 2; round++) {
            report.roundStarted(round);
            report.begin(List.of(), 1);
            report.ended(Samples.verdict(scenario, Outcome.PASSED, "", ""));
        }
        report.summary(List.of(), 0, Duration.ofSeconds(1));

        assertEquals(1, count(Files.readString(file), "<span>first</span>"));
    }

    @Test
    void runThatCannotBeDrawn_saysSo_andKeepsItsVerdict() throws Exception {
        Path file = folder.resolve("run.html");
        ScenarioCase scenario = Samples.scenario("first", 1);
        Verdict verdict = Samples.verdict(scenario, Outcome.FAILED, "boom", "");
        Report report = new HtmlReport(Contexts.silent(), file);
        report.begin(List.of(), 1);
        report.performed(new RunCourse(
                scenario,
                verdict,
                Instant.EPOCH,
                1,
                List.of(),
                List.of(),
                List.of(),
                null,
                List.of(),
                List.of(),
                Secrets.NONE));
        report.ended(verdict);

        String html = Files.readString(file);
        assertTrue(html.contains("<summary><b>FAILED</b>"), html);
        assertTrue(
                html.contains("binrun cannot draw this run; please report this: java.lang.NullPointerException"), html);
    }

    @Test
    void targetThatCannotBeCreated_isAnError() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThrows(IOException.class, () -> new HtmlReport(Contexts.silent(), file.resolve("run.html")));
    }

    private String file(List<ScenarioCase> scenarios, List<Verdict> verdicts) throws IOException {
        Path file = folder.resolve("run.html");
        run(file, scenarios, verdicts);
        return Files.readString(file);
    }

    private static void run(Path target, List<ScenarioCase> scenarios, List<Verdict> verdicts) throws IOException {
        Report report = new HtmlReport(Contexts.silent(), target);
        report.begin(List.of("scenarios/sample.yaml"), scenarios.size());
        for (ScenarioCase scenario : scenarios) {
            report.started(scenario);
        }
        for (Verdict verdict : verdicts) {
            report.ended(verdict);
        }
        report.summary(verdicts, 3, Duration.ofMillis(2500));
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }
}
