package dev.binrun.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.binrun.engine.Engine;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioReader;
import dev.binrun.verdict.Listener;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.RunCourse;
import dev.binrun.verdict.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages of real runs. */
class ScenarioPageTest {
    private static final String ORDERS = "streams: [{name: ORDERS, subjects: [orders.>]}]\nsteps:\n";

    @TempDir
    private Path folder;

    private String page = "";
    private String file = "";

    private Verdict run(String yaml) {
        return run(
                ScenarioReader.readText(Path.of("test.yaml"), yaml).scenarios().get(0));
    }

    private Verdict run(ScenarioCase scenario) {
        return new Engine(System.getenv()).run(scenario, new Listener() {
            @Override
            public void line(String line) {}

            @Override
            public Optional<Consumer<RunCourse>> courses() {
                return Optional.of(ScenarioPageTest.this::performed);
            }
        });
    }

    private void performed(RunCourse course) {
        page = ScenarioPage.of(course);
        try {
            Path target = folder.resolve("history.jsonl");
            new HistoryFile(target).performed(course);
            file = Files.readString(target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    @Test
    void failedStep_isOpen_withItsLinesAndBothValues() {
        assertEquals(Outcome.FAILED, run(ORDERS + """
                  - pub: orders.new hello
                  - pub: orders.new hello
                    expect: {seq: 3}
                  - stream info: ORDERS
                """).outcome());

        assertTrue(
                page.contains("<th>seq: expected</th><th>actual</th></tr><tr><td class=\"ok\">3</td>"
                        + "<td class=\"failed\">2</td>"),
                page);
        assertTrue(
                page.contains("<details class=\"step\" open=\"\"><summary><b class=\"failed\">FAILED</b>"
                        + "<code class=\"line\">4</code><span>pub</span>"),
                page);
        assertTrue(page.contains("<pre>4 |   - pub: orders.new hello\n5 |     expect: {seq: 3}</pre>"), page);
        assertTrue(page.contains("<pre class=\"answer\">{\n"), page);
        assertTrue(page.contains("<b class=\"not-run\">not run</b>"), page);
        assertTrue(page.contains("<rect class=\"step failed\""), page);
        assertEquals(1, count(page, "<rect class=\"step failed\""));
    }

    /** Without checks too: the report is why the operations are recorded. */
    @Test
    void operations_areInTheTimelineAndInTheFile() {
        run(ORDERS + "  - {pub: {subject: orders.new, count: 3}, expect: {acked: 3}}\n");

        assertTrue(page.contains(" 4 operations.</p>"), page);
        assertTrue(page.contains("<path class=\"op ok\" d=\"M"), page);
        List<JsonObject> lines = file.lines()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
        assertEquals(
                List.of("configure", "publish", "publish", "publish"),
                lines.stream().map(line -> line.get("operation").getAsString()).toList());
        assertEquals("orders.new", lines.get(1).get("subject").getAsString());
        assertEquals(3, lines.get(3).get("sequence").getAsInt());
        assertTrue(lines.get(3).get("completed_nanos").getAsLong()
                > lines.get(3).get("invoked_nanos").getAsLong());
    }

    @Test
    void manyOperations_areCounts_andThePageIsAtMost300KB() {
        run(ORDERS + "  - {pub: {subject: orders.new, count: 12000, async: true}, expect: {acked: 12000}}\n");

        assertTrue(page.contains("12001 operations, too many to draw each: the columns are counts in "), page);
        assertTrue(page.length() < 300_000, () -> page.length() + " characters");
    }

    @Test
    void manySteps_areLimited_andTheTimelineSaysSo() {
        run(ORDERS + "  - {pub: orders.new hello, expect: {seq: '> 0'}}\n".repeat(400));

        assertEquals(300, count(page, "<rect class=\"step ok\""));
        assertTrue(page.contains(" Of the steps, only the first 300.</p>"), page);
        assertTrue(page.length() < 300_000, () -> page.length() + " characters");
    }

    @Test
    void wait_showsTheWayToTheExpectation() {
        run(ORDERS + """
                  - parallel:
                      - - {stream info: ORDERS, within: 20s, expect: {state: {messages: 1}}}
                      - - {stream info: ORDERS, during: 200ms, expect: {state: {messages: 0}}}
                        - pub: orders.new hello
                """);

        assertTrue(page.contains("<td>state.messages: expected 1, was 0</td>"), page);
        assertTrue(page.contains("<td>as expected</td>"), page);
    }

    @Test
    void killedNode_isABandUntilItIsStarted() {
        run(ORDERS + """
                  - server kill:
                  - server start:
                  - {pub: orders.new hello, expect: {seq: 1}}
                """);

        assertEquals(1, count(page, "<rect class=\"band\""));
        assertTrue(page.contains("<title>server kill, stopped, "), page);
    }

    @Test
    void lostMessage_isInThePlot() {
        Verdict verdict = run(failing("no-acked-loss.yaml"));

        assertEquals(Outcome.FAILED, verdict.outcome());
        assertTrue(page.contains("1 of 3 acknowledged messages of ORDERS is lost"), page);
        assertTrue(page.contains(">lost, default: 1</text>"), page);
        assertTrue(page.contains(">ok, default: 2</text>"), page);
    }

    @Test
    void contradiction_isShownAsIntervals() {
        Verdict verdict = run(failing("kv-linearizable.yaml"));

        assertEquals(Outcome.FAILED, verdict.outcome());
        assertTrue(page.contains("No order explains all of them; the last one is red."), page);
    }

    @Test
    void secrets_areMasked() {
        run("""
                server:
                  config: {authorization: {users: [{user: sue, password: s3cret-word}]}}
                clients: {default: {user: sue, password: s3cret-word}}
                streams: [{name: ORDERS, subjects: [orders.>]}]
                steps:
                  - {pub: orders.new s3cret-word, expect: {seq: 2}}
                """);

        assertFalse(page.contains("s3cret-word"), page);
        assertTrue(page.contains("orders.new ***"), page);
    }

    @Test
    void course_isNotKept_ifNobodyWantsIt() {
        ScenarioCase scenario = ScenarioReader.readText(
                        Path.of("test.yaml"), ORDERS + "  - {pub: orders.new hello, expect: {seq: 1}}\n")
                .scenarios()
                .get(0);

        assertEquals(
                Outcome.PASSED,
                new Engine(System.getenv()).run(scenario, line -> {}).outcome());
        assertEquals("", page);
    }

    /** Whether its course is kept changes nothing about a scenario. */
    @Test
    void digest_isTheSameWithTheCourse() {
        ScenarioCase scenario = ScenarioReader.readText(
                        Path.of("test.yaml"),
                        ORDERS
                                + "  - {pub: orders.new hello, as: p}\n  - {stream info: ORDERS, expect: {state: {messages: 1}}}\n")
                .scenarios()
                .get(0);

        assertEquals(
                new Engine(System.getenv()).run(scenario, line -> {}).digest(),
                run(scenario).digest());
    }

    private static ScenarioCase failing(String name) {
        return ScenarioReader.read(List.of(Path.of("src/test/resources/failing/checks", name))).stream()
                .flatMap(found -> found.scenarios().stream())
                .findFirst()
                .orElseThrow();
    }
}
