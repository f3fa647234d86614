package dev.binrun.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.engine.Engine;
import dev.binrun.junit.Samples;
import dev.binrun.page.PageBrowser;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioReader;
import dev.binrun.verdict.Listener;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.RunCourse;
import dev.binrun.verdict.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The report's file in a real browser, opened from the disk: a cluster lost an order after a kill. */
@Tag("slow")
class BrowserTest {
    private static final int WIDE = 1280;

    @TempDir
    private static Path folder;

    private static PageBrowser browser;

    @BeforeAll
    static void report() throws IOException {
        browser = PageBrowser.open();
        ScenarioCase lost = ScenarioReader.read(List.of(Path.of("src/test/resources/report/lost-order.yaml")))
                .get(0)
                .scenarios()
                .get(0);
        ScenarioCase second = Samples.scenario("second", 9, "kv");
        Report report = new HtmlReport(Contexts.silent(), folder.resolve("run.html"));
        report.begin(List.of(), 2);
        report.started(lost);
        report.started(second);
        List<Verdict> verdicts = List.of(Samples.verdict(second, Outcome.PASSED, "", ""), run(lost, report));
        for (Verdict verdict : verdicts) {
            report.ended(verdict);
        }
        report.summary(verdicts, 0, Duration.ofSeconds(1));
    }

    private static Verdict run(ScenarioCase scenario, Report report) {
        return new Engine(System.getenv()).run(scenario, new Listener() {
            @Override
            public void line(String line) {}

            @Override
            public Optional<Consumer<RunCourse>> courses() {
                return Optional.of(course -> {
                    try {
                        report.performed(course);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            }
        });
    }

    @AfterAll
    static void end() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void failedRun_showsTheStepTheKillAndTheLostMessage() {
        visit("");
        assertEquals(List.of("A stored order disappears", "second"), shown(), "failures are first");
        browser.run("document.querySelector('.s.failed > summary').click()");

        String text = browser.text(".s.failed");
        assertTrue(text.contains("1 of 40 acknowledged messages of ORDERS is lost"), text);
        assertTrue(text.contains("seq 7 on orders.new, acknowledged to east at "), text);
        assertTrue(text.contains("lost, east at n1: 1"), text);
        assertTrue(text.contains("server kill"), text);
        assertEquals(
                List.of("server kill", "server kill"),
                browser.run("return [...document.querySelectorAll('.band title')]"
                        + ".map(title => title.textContent.replace(/,.*/, ''))"));
    }

    @Test
    void address_filtersByOutcomeAndWords_andOpensAScenario() {
        visit("#only=failed");
        assertEquals(List.of("A stored order disappears"), shown());
        visit("#q=KV");
        assertEquals(List.of("second"), shown());
        visit("#q=nothing");
        assertEquals(List.of(), shown());
        visit("#s1");
        assertEquals(
                List.of("second"),
                browser.run("return [...document.querySelectorAll('.s[open] summary span')]"
                        + ".map(name => name.textContent)"));
    }

    @Test
    void search_changesTheAddress() {
        visit("");
        browser.run("const search = document.querySelector('input[type=search]'); search.value = 'order';"
                + "search.dispatchEvent(new Event('input', { bubbles: true }))");

        assertEquals("#q=order", browser.run("return location.hash"));
        assertEquals(List.of("A stored order disappears"), shown());
    }

    @Test
    void buttons_zoomIntoTheTimeline_andItsAxisFollows() {
        visit("#s2");
        String box = "return document.querySelector('.s.failed .times').getAttribute('viewBox')";
        String whole = (String) browser.run(box);
        String end = lastLabel();
        press("zoom in");
        assertEquals("345 0 430 ", ((String) browser.run(box)).replaceAll("\\d+$", ""));
        assertTrue(seconds(lastLabel()) < seconds(end), lastLabel());
        press("later");
        press("later");
        assertEquals(end, lastLabel());
        press("zoom out");
        assertEquals(whole, browser.run(box));
    }

    @Test
    void failure_canBeCopiedAsText() {
        visit("#s2");

        assertEquals(
                "Copy as text", browser.run("return document.querySelector('pre.md').previousSibling.textContent"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void accessibility_hasNoSeriousProblem(String scheme) throws Exception {
        browser.visit(address("#s2"), WIDE, scheme);
        browser.run("document.querySelectorAll('details').forEach(part => part.open = true)");

        assertEquals(List.of(), browser.problems());
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void phone_scrollsNothingButTheDrawings() {
        browser.visit(address("#s2"), 390, "light");

        assertEquals(true, browser.run("return document.documentElement.scrollWidth <= 390"));
    }

    private static void visit(String fragment) {
        browser.visit("about:blank", WIDE, "light").visit(address(fragment), WIDE, "light");
    }

    private static String address(String fragment) {
        return folder.resolve("run.html").toUri() + fragment;
    }

    private static Object shown() {
        return browser.run("return [...document.querySelectorAll('.s')].filter(row => row.offsetHeight > 0)"
                + ".sort((a, b) => a.offsetTop - b.offsetTop)"
                + ".map(row => row.querySelector('summary span').textContent)");
    }

    private static void press(String label) {
        browser.run("document.querySelector('.s.failed button[aria-label=\"" + label + "\"]').click()");
    }

    private static String lastLabel() {
        return (String) browser.run("return [...document.querySelectorAll('.s.failed .axis')][0]"
                + ".querySelector('text:last-of-type').textContent");
    }

    private static double seconds(String label) {
        return Double.parseDouble(label.replace(" s", ""));
    }
}
