package dev.binrun.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.binrun.junit.Samples;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report's file in a real browser, opened from the disk. */
@Tag("slow")
class BrowserTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void report() throws IOException {
        ScenarioCase first = Samples.scenario("first", 3, "kv");
        ScenarioCase second = Samples.scenario("second", 9);
        List<Verdict> verdicts = List.of(
                Samples.verdict(second, Outcome.PASSED, "", ""),
                Samples.verdict(first, Outcome.FAILED, "scenarios/sample.yaml:5: pub: seq: expected 2, was 1", ""));
        Report report = new HtmlReport(Contexts.silent(), folder.resolve("run.html"));
        report.begin(List.of(), 2);
        report.started(first);
        report.started(second);
        for (Verdict verdict : verdicts) {
            report.ended(verdict);
        }
        report.summary(verdicts, 0, Duration.ofSeconds(1));
    }

    @Test
    void script_addsFiltersAndACopyButton() throws Exception {
        String page = open("");

        assertTrue(page.contains("<label><input type=\"checkbox\"> failed (1)</label>"), page);
        assertTrue(page.contains("<button>Copy as text</button><pre class=\"md\">"), page);
        assertEquals("", hidden(page));
    }

    @Test
    void address_filtersByOutcome() throws Exception {
        assertEquals("second", hidden(open("#only=failed")));
    }

    @Test
    void address_filtersByWords() throws Exception {
        assertEquals("first", hidden(open("#q=SECOND")));
        assertEquals("second", hidden(open("#q=kv")));
        assertEquals("second first", hidden(open("#q=nothing")));
    }

    @Test
    void address_opensAScenario() throws Exception {
        String page = open("#s2");
        String row = page.substring(page.indexOf("<details class=\"s failed\""));

        assertTrue(row.substring(0, row.indexOf('>')).contains(" open=\"\""), row);
    }

    private static String hidden(String page) {
        return Stream.of(page.split("(?=<(?:div|details) class=\"s )"))
                .filter(row -> row.startsWith("<d")
                        && row.substring(0, row.indexOf('>')).contains("hidden"))
                .map(row -> row.replaceAll("(?s).*?<span>(.*?)</span>.*", "$1"))
                .collect(Collectors.joining(" "));
    }

    private String open(String fragment) throws Exception {
        Optional<Path> browser = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(path -> Path.of(path, "chromium"))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(browser.isPresent(), "no chromium on the PATH; .ci/run installs it with apt");
        Process process = new ProcessBuilder(
                        browser.get().toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--dump-dom",
                        folder.resolve("run.html").toUri() + fragment)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String page = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(1, TimeUnit.MINUTES));
        return page;
    }
}
