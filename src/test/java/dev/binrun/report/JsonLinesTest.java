package dev.binrun.report;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.binrun.junit.Samples;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.yaml.Place;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import dev.binrun.verdict.Verdicts;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesTest {
    private static final String DIGEST = "0123456789abcdef".repeat(4);

    private static final RunRequest FULL = new RunRequest(
            "0.1.0",
            List.of("a.yaml", "more"),
            Optional.of("kv & !slow"),
            List.of("first"),
            Optional.of(7L),
            Optional.of(2),
            false);

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @Test
    void events_haveTheFactsOfTheRun() throws Exception {
        ScenarioCase first = Samples.scenario("first", 3, "slow", "kv");
        Report report = toStandardOutput(FULL);

        report.begin(List.of("scenarios/sample.yaml"), 1);
        report.started(first);
        report.ended(Samples.verdict(first, Outcome.FAILED, "scenarios/sample.yaml:9: pub: seq: expected 2, was 1", "")
                .withDigest(DIGEST)
                .withServerVersion("2.14.6"));
        report.summary(List.of(Samples.verdict(first, Outcome.FAILED, "", "")), 2, Duration.ofMillis(1500));

        List<JsonObject> events = events();
        events.forEach(event -> assertTrue(event.remove("time").getAsString().endsWith("Z")));
        events.get(0).remove("versions");
        assertEquals(
                """
                {"event":"run_started","format":1,"paths":["a.yaml","more"],"tags":"kv & !slow","names":["first"],\
                "seed":7,"repeat":2,"files":1,"scenarios":1}
                {"event":"scenario_started","scenario":"first","file":"scenarios/sample.yaml","line":3,"column":1,\
                "tags":["kv","slow"],"seed":1,"repeat":1}
                {"event":"scenario_ended","scenario":"first","file":"scenarios/sample.yaml","line":3,"column":1,\
                "tags":["kv","slow"],"seed":1,"outcome":"FAILED",\
                "message":"scenarios/sample.yaml:9: pub: seq: expected 2, was 1",\
                "report":"scenarios/sample.yaml:9: pub: seq: expected 2, was 1","failed_at":{"line":9},"seconds":1.234,\
                "digest":"%s","server_version":"2.14.6","output":"output of first\\n"}
                {"event":"run_ended","counts":{"passed":0,"skipped":0,"failed":1,"invalid":0,"broken":0},"left_out":2,\
                "seconds":1.500,"exit_code":1}""".formatted(DIGEST),
                String.join("\n", events.stream().map(JsonObject::toString).toList()));
    }

    @Test
    void versions_nameBinrunJavaAndTheOperatingSystem() throws Exception {
        toStandardOutput(FULL).begin(List.of("a.yaml"), 1);

        JsonObject versions = events().get(0).getAsJsonObject("versions");
        assertEquals("0.1.0", versions.get("binrun").getAsString());
        assertEquals(System.getProperty("java.version"), versions.get("java").getAsString());
        assertEquals(
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                versions.get("os").getAsString());
    }

    @Test
    void interrupted_hasTheNumbersOfRunningAndWaitingScenarios() throws Exception {
        ScenarioCase first = Samples.scenario("first", 1);
        Report report = toStandardOutput(Contexts.REQUEST);
        report.begin(List.of("scenarios/sample.yaml"), 4);

        report.interrupted(List.of(Samples.verdict(first, Outcome.PASSED, "", "")), 2, Duration.ofSeconds(3));

        JsonObject event = events().get(1);
        event.remove("time");
        assertEquals(
                "{\"event\":\"run_interrupted\",\"counts\":{\"passed\":1,\"skipped\":0,\"failed\":0,\"invalid\":0,"
                        + "\"broken\":0},\"running\":2,\"not_started\":1,\"seconds\":3.000}",
                event.toString());
    }

    /** The schema describes each key that is written, and nothing more. */
    @Test
    void schema_describesExactlyWhatIsWritten() throws Exception {
        EventSchema schema = EventSchema.read();
        Map<String, Set<String>> ever = new HashMap<>();
        Map<String, Set<String>> always = new HashMap<>();
        for (JsonObject event : allKinds()) {
            assertEquals(List.of(), schema.problems(event), event::toString);
            String kind = event.get("event").getAsString();
            ever.computeIfAbsent(kind, key -> new HashSet<>()).addAll(event.keySet());
            always.computeIfAbsent(kind, key -> new HashSet<>(event.keySet())).retainAll(event.keySet());
        }
        assertEquals(schema.events(), ever.keySet());
        for (String kind : schema.events()) {
            assertEquals(schema.keys(kind), ever.get(kind), kind);
            assertEquals(schema.required(kind), always.get(kind), kind);
        }
    }

    @Test
    void schema_rejectsMissingKeysAndOtherTypes() throws Exception {
        EventSchema schema = EventSchema.read();
        for (JsonObject event : allKinds()) {
            for (String key : schema.required(event.get("event").getAsString())) {
                JsonObject without = event.deepCopy();
                without.remove(key);
                assertNotEquals(List.of(), schema.problems(without), "without " + key);
            }
            for (String key : event.keySet()) {
                JsonObject wrong = event.deepCopy();
                wrong.add(key, key.equals("flaky") ? new JsonPrimitive("false") : new JsonPrimitive(false));
                assertNotEquals(List.of(), schema.problems(wrong), key + " is false");
            }
        }
    }

    /** Writes each kind of event with all keys and with few. */
    private List<JsonObject> allKinds() throws IOException {
        for (RunRequest request : List.of(FULL, Contexts.REQUEST)) {
            Report report = toStandardOutput(request);
            if (request == FULL) {
                report.roundStarted(1);
            }
            report.begin(List.of("scenarios/sample.yaml"), 2);
            for (ScenarioCase scenario : List.of(Samples.scenario("first", 1, "kv"), Samples.invalid("second", 5))) {
                report.started(scenario);
                boolean invalid = scenario.config().isEmpty();
                Verdict verdict = Samples.verdict(scenario, invalid ? Outcome.INVALID : Outcome.PASSED, "", "");
                report.ended(invalid ? verdict : verdict.withDigest(DIGEST).withServerVersion("2.14.6"));
            }
            report.ended(flaky(Samples.scenario("third", 9)));
            report.ended(Samples.verdict(Samples.scenario("fourth", 12), Outcome.SKIPPED, "not run", ""));
            report.summary(List.of(), 0, Duration.ZERO);
            report.interrupted(List.of(), 1, Duration.ZERO);
        }
        return events();
    }

    private static Verdict flaky(ScenarioCase scenario) {
        return Verdicts.ofTries(List.of(
                Samples.verdict(scenario, Outcome.FAILED, "expected 1", "expected 1\nstep 3"),
                Samples.verdict(scenario, Outcome.PASSED, "", "").withDigest(DIGEST)));
    }

    @Test
    void flakyScenario_hasItsTries() throws Exception {
        Report report = toStandardOutput(Contexts.REQUEST);

        report.ended(flaky(Samples.scenario("third", 9)));

        JsonObject event = events().get(0);
        assertEquals("PASSED", event.get("outcome").getAsString());
        assertTrue(event.get("flaky").getAsBoolean());
        assertEquals(
                "[{\"outcome\":\"FAILED\",\"message\":\"expected 1\",\"report\":\"expected 1\\nstep 3\",\"seconds\":1.234,"
                        + "\"output\":\"output of third\\n\"},"
                        + "{\"outcome\":\"PASSED\",\"message\":\"\",\"report\":\"\",\"seconds\":1.234,\"digest\":\""
                        + DIGEST + "\",\"output\":\"output of third\\n\"}]",
                event.get("tries").toString());
    }

    @Test
    void failOnFlaky_isInTheExitCode() throws Exception {
        RunRequest strict = new RunRequest(
                "0.1.0", List.of("a"), Optional.empty(), List.of(), Optional.empty(), Optional.empty(), true);
        List<Verdict> verdicts = List.of(flaky(Samples.scenario("third", 9)));

        toStandardOutput(Contexts.REQUEST).summary(verdicts, 0, Duration.ZERO);
        toStandardOutput(strict).summary(verdicts, 0, Duration.ZERO);

        assertEquals(
                List.of(0, 1),
                events().stream()
                        .map(event -> event.get("exit_code").getAsInt())
                        .toList());
    }

    /** A run without end must not fill the disk. */
    @Test
    void rounds_onlyTheLastHasEvents() throws Exception {
        Report report = toStandardOutput(Contexts.REQUEST);
        for (int round = 1; round <= 3; round++) {
            report.roundStarted(round);
            report.begin(List.of("a.yaml"), 1);
            report.started(Samples.scenario("in round " + round, 1));
            if (round < 3) {
                report.roundPassed(List.of(), Duration.ZERO);
            }
        }
        report.summary(List.of(), 0, Duration.ZERO);

        List<JsonObject> events = events();
        assertEquals(
                List.of("run_started", "scenario_started", "run_ended"),
                events.stream().map(event -> event.get("event").getAsString()).toList());
        assertEquals("in round 3", events.get(1).get("scenario").getAsString());
        assertEquals(3, events.get(2).get("round").getAsInt());
    }

    @Test
    void anyText_isOnePrintableLine_andComesBack() throws Exception {
        String text =
                "\u001b[31m \u0000 \u0085 \u2028 \u202e \ud83d\ude00 lone \ud800, é \"\\ </script> \u007f\r\n\t::error::";
        ScenarioCase scenario = Samples.scenario(text, 1, text);
        Report report = toStandardOutput(Contexts.REQUEST);

        report.started(scenario);
        report.ended(Samples.verdict(scenario, Outcome.BROKEN, text, text));

        String lines = printed.toString(StandardCharsets.UTF_8);
        assertEquals(2, lines.chars().filter(c -> c == '\n').count());
        assertTrue(lines.chars().allMatch(c -> c == '\n' || c >= ' ' && c < 0x7f), lines);
        JsonObject ended = events().get(1);
        for (String key : List.of("scenario", "message", "report")) {
            assertEquals(text, ended.get(key).getAsString(), key);
        }
        assertEquals(text, ended.getAsJsonArray("tags").get(0).getAsString());
    }

    @Test
    void requestWithASecret_isMasked() throws Exception {
        RunRequest request = new RunRequest(
                "0.1.0",
                List.of("nats://u:hunter2x@h"),
                Optional.of("nats://u:hunter2x@h"),
                List.of("nats://u:hunter2x@h"),
                Optional.empty(),
                Optional.empty(),
                false);

        toStandardOutput(request).begin(List.of("a.yaml"), 1);

        JsonObject event = events().get(0);
        assertEquals("nats://u:****@h", event.getAsJsonArray("paths").get(0).getAsString());
        assertEquals("nats://u:****@h", event.get("tags").getAsString());
        assertEquals("nats://u:****@h", event.getAsJsonArray("names").get(0).getAsString());
    }

    @Test
    void failedAt_isThePlaceInTheMessage_orTheScenario() throws Exception {
        assertEquals("{\"line\":3,\"column\":7}", failedAt("a (b).yaml:3:7: unknown key 'x'"));
        assertEquals("{\"line\":3}", failedAt("a (b).yaml:3: pub: seq: expected 2, was 1"));
        assertEquals(
                "{\"line\":4}",
                failedAt("flaky: 1 of 3 runs did not pass, with seed 7; the first was run 2: a (b).yaml:4: pub: x"));
        assertEquals("{\"line\":12,\"column\":2}", failedAt("no nats-server: see b.yaml:1: and a (b).yaml:x:"));
    }

    private String failedAt(String message) throws IOException {
        printed.reset();
        Place place = new Place("a (b).yaml", 12, 2);
        toStandardOutput(Contexts.REQUEST)
                .ended(new Verdict("x", place, Outcome.BROKEN, message, "", Duration.ZERO, "", ""));
        return events().get(0).get("failed_at").toString();
    }

    /** A reader sees each event at once, also if the process is killed later. */
    @Test
    void event_isInTheFileAtOnce() throws Exception {
        Path file = folder.resolve("new/events.jsonl");
        Report report = ReportFormat.JSON.open(Contexts.silent(), file);
        report.begin(List.of("a.yaml"), 1);
        assertEquals(1, Files.readAllLines(file).size());

        report.started(Samples.scenario("first", 1));

        assertEquals(2, Files.readAllLines(file).size());
    }

    @Test
    void fileOfAnEarlierRun_isReplaced() throws Exception {
        Path other = Files.writeString(folder.resolve("other"), "theirs");
        Path file = Files.writeString(folder.resolve("events.jsonl"), "earlier\n");
        Path link = Files.createSymbolicLink(folder.resolve("link.jsonl"), other);

        for (Path target : List.of(file, link)) {
            ReportFormat.JSON.open(Contexts.silent(), target).begin(List.of("a.yaml"), 1);

            assertEquals(1, Files.readAllLines(target).size());
            assertTrue(Files.readString(target).startsWith("{\"event\":\"run_started\""));
        }
        assertEquals("theirs", Files.readString(other));
    }

    @Test
    void folderInTheWay_isAnError() {
        IOException error = assertThrows(IOException.class, () -> ReportFormat.JSON.open(Contexts.silent(), folder));

        assertTrue(error.getMessage().endsWith("a folder is in the way"), error.getMessage());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void fullDisk_isOneError_andNothingFollows() throws Exception {
        Report report = ReportFormat.JSON.open(Contexts.silent(), Path.of("/dev/full"));

        IOException error = assertThrows(IOException.class, () -> report.begin(List.of("a.yaml"), 1));
        report.started(Samples.scenario("first", 1));

        assertEquals("/dev/full cannot be written: No space left on device", error.getMessage());
    }

    /** A process substitution of a shell is a pipe with such a name. */
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void pipe_getsTheEvents() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        Path read = folder.resolve("read");
        Process reader = new ProcessBuilder("cat", pipe.toString())
                .redirectOutput(read.toFile())
                .start();

        try {
            ReportFormat.JSON.open(Contexts.silent(), pipe).begin(List.of("a.yaml"), 1);

            await().atMost(Duration.ofSeconds(60)).until(() -> Files.size(read) > 0);
            assertTrue(Files.readString(read).startsWith("{\"event\":\"run_started\""));
            assertTrue(Files.exists(pipe));
        } finally {
            reader.destroy();
        }
    }

    private Report toStandardOutput(RunRequest request) throws IOException {
        OutputStream out = new BufferedOutputStream(printed); // each event is flushed
        return ReportFormat.JSON.open(Contexts.of(request, out, Map.of(), Path.of("")), Path.of("-"));
    }

    private List<JsonObject> events() {
        List<JsonObject> events = new ArrayList<>();
        printed.toString(StandardCharsets.US_ASCII)
                .lines()
                .forEach(line -> events.add(JsonParser.parseString(line).getAsJsonObject()));
        return events;
    }
}
