package dev.binrun.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.binrun.report.EventSchema;
import dev.binrun.report.XmlReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The results of a run that a signal ends. */
@EnabledOnOs(OS.LINUX)
@Tag("slow")
class InterruptedRunTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String RUN = "exec $BINRUN run scenarios --jobs 2 --junit-xml xml --json events.jsonl";

    @TempDir
    private Path folder;

    @BeforeEach
    void scenarios() throws IOException {
        Path scenarios = Files.createDirectory(folder.resolve("scenarios"));
        String quick =
                "streams: [{name: A, subjects: [a]}]\nsteps: [{stream info: A, expect: {state: {messages: 0}}}]\n";
        String slow = "streams: [{name: A, subjects: [a]}]\n"
                + "steps: [{stream info: A, within: 25s, expect: {state: {messages: 1}}}]\n";
        Files.writeString(scenarios.resolve("a.yaml"), "name: first\n" + quick + "---\nname: second\n" + quick);
        Files.writeString(scenarios.resolve("b.yaml"), "name: third\n" + slow + "---\nname: fourth\n" + slow);
        Files.writeString(scenarios.resolve("c.yaml"), "name: fifth\n" + slow);
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
    void signal_showsTheSummaryAndCompletesTheXml(String signal, int exitCode) throws Exception {
        try (Forked forked = Forked.start(RUN, folder, Map.of())) {
            awaitTwoRunning(forked);
            assertTrue(Files.exists(xml("a")), "the report of a file that has ended is there");

            kill(signal, String.valueOf(forked.process().pid()));

            check(forked, exitCode);
        }
    }

    /**
     * Terminals, timeout(1) and build servers signal the group; without a terminal the servers are in the same process
     * group.
     */
    @Test
    void signalToTheProcessGroup_showsTheSummaryToo() throws Exception {
        try (Forked forked = Forked.start(RUN.replace("exec", "exec setsid"), folder, Map.of())) {
            awaitTwoRunning(forked);

            kill("INT", "-" + forked.process().pid());

            check(forked, 130);
        }
    }

    @Test
    void signalToARunInRounds_showsHowManyPassed() throws Exception {
        String line = "exec $BINRUN run scenarios/a.yaml --until-failure --junit-xml xml";
        try (Forked forked = Forked.start(line, folder, Map.of())) {
            await().atMost(LIMIT).until(() -> Files.exists(xml("a")));

            kill("INT", String.valueOf(forked.process().pid()));

            Forked.Result result = forked.result();
            assertEquals(130, result.exitCode(), result::out);
            assertEquals("", result.err());
            assertTrue(
                    result.out()
                            .matches("(?s)(round .*|BROKEN .*|    .*)*\ninterrupted: \\d of 2 finished .*\n"
                                    + "in round \\d+; \\d+ rounds? passed before\n"),
                    result::out);
        }
    }

    @Test
    void noSignal_writesEveryReport() throws Exception {
        Forked.Result result = Forked.run("$BINRUN run scenarios/a.yaml --junit-xml xml", folder);

        assertEquals(0, result.exitCode(), result::err);
        assertEquals(List.of("first", "second"), XmlReport.read(xml("a")).names());
    }

    private void check(Forked forked, int exitCode) throws Exception {
        Forked.Result result = forked.result();
        assertEquals(exitCode, result.exitCode());
        assertEquals("", result.err());
        List<String> lines = result.out().lines().toList();
        assertTrue(
                lines.get(lines.size() - 1)
                        .matches("interrupted: 2 of 5 finished \\(2 passed\\) in [\\d.]+ s;"
                                + " 2 were running, 1 had not started"),
                result.out());
        assertEquals(
                2,
                lines.stream()
                        .filter("    interrupted: the run was stopped before this scenario ended"::equals)
                        .count(),
                result.out());
        assertEquals(List.of("TEST-scenarios.a.xml", "TEST-scenarios.b.xml", "TEST-scenarios.c.xml"), names("xml"));
        XmlReport finished = XmlReport.read(xml("a"));
        assertEquals("0", finished.suite().getAttribute("errors"));
        assertEquals("", finished.text("first", "error"));
        Map<String, Long> others = Stream.of("third", "fourth", "fifth")
                .map(this::whatTheXmlSays)
                .collect(Collectors.groupingBy(said -> said, Collectors.counting()));
        assertEquals(
                Map.of(
                        "interrupted: the run was stopped before this scenario ended",
                        2L,
                        "not run: the run was stopped before this scenario started",
                        1L),
                others);
        List<JsonObject> events = events();
        JsonObject last = events.get(events.size() - 1);
        assertEquals("run_interrupted", last.get("event").getAsString());
        assertEquals("2", last.getAsJsonObject("counts").get("passed").toString());
        assertEquals("2 1", last.get("running") + " " + last.get("not_started"));
        assertEquals(4, count(events, "scenario_started"));
        assertEquals(4, count(events, "scenario_ended"));
        await().atMost(LIMIT).untilAsserted(() -> assertEquals(List.of(), names("tmp")));
    }

    /** Without a signal handler, only what was written before is left. */
    @Test
    void kill_leavesTheEventsSoFar() throws Exception {
        try (Forked forked = Forked.start(RUN, folder, Map.of())) {
            awaitTwoRunning(forked);

            kill("KILL", String.valueOf(forked.process().pid()));

            assertEquals(137, forked.result().exitCode());
            List<JsonObject> events = events();
            assertEquals(1, count(events, "run_started"));
            assertEquals(4, count(events, "scenario_started"));
            assertEquals(2, count(events, "scenario_ended"));
            assertEquals(7, events.size());
        }
    }

    private List<JsonObject> events() throws IOException {
        List<JsonObject> events = Files.readAllLines(folder.resolve("events.jsonl")).stream()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
        EventSchema schema = EventSchema.read();
        events.forEach(event -> assertEquals(List.of(), schema.problems(event), event::toString));
        return events;
    }

    private static long count(List<JsonObject> events, String name) {
        return events.stream()
                .filter(event -> event.get("event").getAsString().equals(name))
                .count();
    }

    private String whatTheXmlSays(String scenario) {
        try {
            XmlReport report = XmlReport.read(xml(scenario.equals("fifth") ? "c" : "b"));
            boolean error =
                    report.testCase(scenario).getElementsByTagName("error").getLength() > 0;
            return report.attribute(scenario, error ? "error" : "skipped", "message");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void awaitTwoRunning(Forked forked) {
        await().atMost(LIMIT)
                .until(() -> Files.exists(xml("a")) && forked.servers().size() == 2);
    }

    private static void kill(String signal, String target) throws Exception {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-" + signal, "--", target).start().waitFor());
    }

    private Path xml(String file) {
        return folder.resolve("xml").resolve("TEST-scenarios." + file + ".xml");
    }

    private List<String> names(String below) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(below))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
