package dev.binrun.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.binrun.engine.Engine;
import dev.binrun.junit.Samples;
import dev.binrun.report.EventSchema;
import dev.binrun.report.XmlReport;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioFile;
import dev.binrun.scenario.ScenarioReader;
import dev.binrun.scenario.yaml.Place;
import dev.binrun.verdict.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunCommandTest {
    private final FakeShell shell = new FakeShell();

    @TempDir
    private Path folder;

    @Test
    void run_withoutAPath_readsScenarios() {
        given(Samples.scenario("first", 1));

        assertEquals(0, shell.execute("run"));

        assertEquals(List.of(Path.of("scenarios")), shell.read);
        assertTrue(shell.out().startsWith("PASSED     1.23 s  first\n\n1 scenario: 1 passed in "), shell.out());
    }

    @Test
    void run_withPaths_readsThese() {
        given(Samples.scenario("first", 1));

        assertEquals(0, shell.execute("run", "a b.yaml", "more"));

        assertEquals(List.of(Path.of("a b.yaml"), Path.of("more")), shell.read);
    }

    @Test
    void run_seedAndRepeat_replaceThoseOfScenarios() {
        given(Samples.scenario("first", 1), Samples.scenario("second", 2));

        assertEquals(0, shell.execute("run", "--seed=-9", "--repeat=3"));

        for (ScenarioCase scenario : shell.ran) {
            assertEquals(-9, scenario.config().orElseThrow().seed());
            assertEquals(3, scenario.config().orElseThrow().repeat());
        }
        assertEquals(2, shell.ran.size());
    }

    @Test
    void run_withoutSeedAndRepeat_keepsThoseOfScenarios() {
        given(Samples.scenario("first", 1));

        shell.execute("run");

        assertEquals(Samples.scenario("first", 1).config(), shell.ran.get(0).config());
    }

    @ParameterizedTest
    @CsvSource({
        "PASSED, SKIPPED, 0",
        "FAILED, PASSED, 1",
        "FAILED, INVALID, 2",
        "BROKEN, INVALID, 3",
        "BROKEN, FAILED, 3"
    })
    void run_severalVerdicts_hasTheHighestExitCode(Outcome first, Outcome second, int exitCode) {
        given(Samples.scenario(first.name(), 1), Samples.scenario(second.name(), 2));
        shell.engine = (scenario, listener) -> Samples.verdict(scenario, Outcome.valueOf(scenario.name()), "why", "");

        assertEquals(exitCode, shell.execute("run"));
    }

    @Test
    void run_slowInAFolder_isLeftOutAndCounted() {
        given(Samples.scenario("quick", 1), Samples.scenario("large", 2, "slow"));

        assertEquals(0, shell.execute("run"));

        assertEquals("quick", ran());
        assertTrue(shell.out().endsWith("\n1 scenario left out by tags\n"), shell.out());
    }

    @Test
    void run_slowInANamedFile_runs() {
        given(Samples.scenario("quick", 1), Samples.scenario("large", 2, "slow"));

        assertEquals(0, shell.execute("run", "scenarios/sample.yaml"));

        assertEquals("large quick", ran());
    }

    @Test
    void run_tags_select() {
        given(Samples.scenario("quick", 1), Samples.scenario("large", 2, "slow"));

        assertEquals(0, shell.execute("run", "--tags", "slow"));

        assertEquals("large", ran());
    }

    @Test
    void run_name_runsOnlyThisScenario() {
        given(Samples.scenario("quick", 1), Samples.scenario("large", 2, "slow"));

        assertEquals(0, shell.execute("run", "scenarios", "--name", "large"));

        assertEquals("large", ran());
        assertTrue(shell.out().contains("1 scenario: 1 passed"), shell.out());
        assertFalse(shell.out().contains("left out"), shell.out());
    }

    @Test
    void run_unknownName_proposesTheNearest() {
        given(Samples.scenario("quick", 1), Samples.scenario("large", 2, "slow"));

        assertEquals(2, shell.execute("run", "--name", "larger"));

        assertEquals(
                "--name: no scenario is called 'larger' (did you mean 'large'?)\n"
                        + "See './jbang binrun.java run --help'.\n",
                shell.err());
        assertEquals(List.of(), shell.ran);
    }

    @Test
    void run_commandOfAFailure_runsOnlyThatScenario() throws Exception {
        Path file = Files.writeString(folder.resolve("it's two.yaml"), """
                name: It's one
                matrix: { storage: [file, memory] }
                streams: [ { name: A, subjects: [a], storage: "${matrix.storage}" } ]
                steps: [ { stream info: A, expect: { state: { messages: 1 } } } ]
                ---
                name: two
                tags: [slow]
                streams: [ { name: A, subjects: [a] } ]
                steps: [ { stream info: A, expect: { state: { messages: 0 } } } ]
                """);
        shell.reader = ScenarioReader::read;
        shell.engine = new Engine(System.getenv())::run;

        assertEquals(1, shell.execute("run", file.toString()));

        List<List<String>> commands = commands(shell.out());
        assertEquals(2, commands.size());
        List<String> ran = new ArrayList<>();
        for (List<String> command : commands) {
            FakeShell again = new FakeShell();
            again.reader = shell.reader;
            again.engine = shell.engine;
            assertEquals(1, again.execute(command.toArray(String[]::new)));
            again.ran.forEach(scenario -> ran.add(scenario.name()));
        }
        assertEquals(
                List.of("It's one [storage=file]", "It's one [storage=memory]"),
                ran.stream().sorted().toList());
    }

    /** Returns the printed commands, split as a shell does. */
    private static List<List<String>> commands(String out) {
        return out.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("run again: ./jbang binrun.java "))
                .map(line -> words(line.substring("run again: ./jbang binrun.java ".length())))
                .toList();
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\'') {
                quoted = !quoted;
            } else if (c == '\\' && !quoted) {
                word.append(line.charAt(++i));
            } else if (c == ' ' && !quoted) {
                words.add(word.toString());
                word.setLength(0);
            } else {
                word.append(c);
            }
        }
        words.add(word.toString());
        return words;
    }

    @Test
    void run_tagsMatchNothing_listsTheTags() {
        given(Samples.scenario("quick", 1, "kv"), Samples.scenario("large", 2, "slow"));

        assertEquals(2, shell.execute("run", "--tags", "sloww"));

        assertEquals(
                "nothing to run: no scenario matches --tags 'sloww'; known tags: kv, slow\n"
                        + "See './jbang binrun.java run --help'.\n",
                shell.err());
    }

    @Test
    void run_allSlow_isAnErrorWithTheFix() {
        given(Samples.scenario("large", 2, "slow"));

        assertEquals(2, shell.execute("run"));

        assertTrue(
                shell.err()
                        .startsWith("nothing to run: all scenarios are tagged slow, and --tags slow runs them;"
                                + " known tags: slow\n"),
                shell.err());
    }

    @Test
    void run_invalidTagExpression_isAnError() {
        given(Samples.scenario("quick", 1));

        assertEquals(2, shell.execute("run", "--tags", "a &"));

        assertTrue(shell.err().startsWith("--tags: 'a &' is not a tag expression"), shell.err());
    }

    @ParameterizedTest
    @CsvSource({"--repeat, 0", "--repeat, -1", "--jobs, 0"})
    void run_numberBelowOne_isAnError(String option, int value) {
        given(Samples.scenario("quick", 1));

        assertEquals(2, shell.execute("run", option, String.valueOf(value)));

        assertTrue(shell.err().startsWith(option + " must be at least 1, was " + value + "\n"), shell.err());
        assertEquals(List.of(), shell.ran);
    }

    @Test
    void run_seedNotANumber_isAnError() {
        assertEquals(2, shell.execute("run", "--seed", "x"));

        assertTrue(shell.err().startsWith("Invalid value for option '--seed': 'x' is not a"), shell.err());
    }

    @Test
    void run_missingPath_isNamedInTheError() {
        shell.reader = paths -> {
            throw new UncheckedIOException(new NoSuchFileException(paths.get(0).toString()));
        };

        assertEquals(2, shell.execute("run", "nowhere"));

        assertEquals("nowhere: there is no such file or folder\nSee './jbang binrun.java run --help'.\n", shell.err());
    }

    @Test
    void run_withoutScenariosFolder_isAnErrorWithTheFix() {
        shell.reader = paths -> {
            throw new UncheckedIOException(new NoSuchFileException(paths.get(0).toString()));
        };

        assertEquals(2, shell.execute("run"));

        assertTrue(
                shell.err()
                        .startsWith(
                                "scenarios: there is no such file or folder here; name one, or change to the folder"),
                shell.err());
    }

    @Test
    void run_pathThatCannotBeRead_isAnError() {
        shell.reader = paths -> {
            throw new UncheckedIOException(new IOException("a.yaml: permission denied"));
        };

        assertEquals(2, shell.execute("run", "a.yaml"));

        assertTrue(shell.err().startsWith("cannot read a.yaml: a.yaml: permission denied\n"), shell.err());
    }

    @Test
    void run_forbiddenPath_namesThePermission() {
        shell.reader = paths -> {
            throw new UncheckedIOException(new AccessDeniedException("a.yaml"));
        };

        assertEquals(2, shell.execute("run", "folder"));

        assertTrue(shell.err().startsWith("cannot read folder: a.yaml: permission denied\n"), shell.err());
    }

    @Test
    void run_folderWithoutScenarios_isAnError() {
        assertEquals(2, shell.execute("run", "empty"));

        assertTrue(
                shell.err().startsWith("no scenario in empty: a scenario file ends in .yaml, .yml or .json\n"),
                shell.err());
    }

    @Test
    void run_junitXml_containsSkippedScenarios() throws Exception {
        given(Samples.scenario("quick", 1), Samples.scenario("large", 2, "slow"));

        assertEquals(
                0, shell.execute("run", "--junit-xml", folder.resolve("xml").toString()));

        XmlReport report = XmlReport.read(folder.resolve("xml").resolve("TEST-scenarios.sample.xml"));
        assertEquals(List.of("quick", "large"), report.names());
        assertEquals("output of quick", report.text("quick", "system-out"));
        assertEquals("left out: tagged slow", report.attribute("large", "skipped", "message"));
    }

    @Test
    void run_junitXmlThatIsAFile_isAnErrorBeforeAnythingRuns() throws Exception {
        given(Samples.scenario("quick", 1));
        Path file = Files.writeString(folder.resolve("file"), "");

        assertEquals(3, shell.execute("run", "--junit-xml", file.toString()));

        assertEquals(
                "--junit-xml: cannot write to the folder '" + file + "': a file is in the way; name another folder\n",
                shell.err());
        assertEquals(List.of(), shell.ran);
    }

    @Test
    void run_unwritableReport_isExitCode3_othersAreWritten() throws Exception {
        ScenarioCase other = new ScenarioCase(
                "other",
                new Place("other.yaml", 1, 1),
                Set.of(),
                Samples.scenario("other", 1).config(),
                List.of());
        shell.reader = paths -> List.of(
                Samples.file(Samples.scenario("first", 1)), new ScenarioFile(Path.of("other.yaml"), List.of(other)));
        Files.createDirectories(folder.resolve("TEST-scenarios.sample.xml").resolve("full"));

        assertEquals(3, shell.execute("run", "--junit-xml", folder.toString()));

        assertEquals(
                "--junit-xml: " + folder.resolve("TEST-scenarios.sample.xml") + " cannot be written: Is a directory\n",
                shell.err());
        assertTrue(shell.out().contains("2 scenarios: 2 passed"), shell.out());
        assertEquals(
                List.of("other"),
                XmlReport.read(folder.resolve("TEST-other.xml")).names());
    }

    @Test
    void run_json_writesTheEventsOfTheSelectedScenarios() throws Exception {
        given(Samples.scenario("quick", 1), Samples.scenario("large", 2, "slow"));
        Path file = folder.resolve("events.jsonl");

        assertEquals(0, shell.execute("run", "--json", file.toString(), "--seed", "9", "--name", "quick", "a.yaml"));

        List<JsonObject> events = events(Files.readString(file));
        assertEquals(
                List.of("run_started", "scenario_started", "scenario_ended", "run_ended"),
                events.stream().map(event -> event.get("event").getAsString()).toList());
        JsonObject started = events.get(0);
        assertEquals("[\"a.yaml\"]", started.get("paths").toString());
        assertEquals("[\"quick\"]", started.get("names").toString());
        assertEquals(9, started.get("seed").getAsInt());
        assertEquals(
                VersionText.BINRUN,
                started.getAsJsonObject("versions").get("binrun").getAsString());
        assertEquals(9, events.get(1).get("seed").getAsInt());
        assertEquals(9, events.get(2).get("seed").getAsInt());
        assertTrue(shell.out().startsWith("PASSED     1.23 s  quick\n"), shell.out());
    }

    @Test
    void run_jsonToStandardOutput_printsTheLinesForPeopleOnStandardError() throws Exception {
        given(Samples.scenario("first", 1));
        shell.terminal = true;

        assertEquals(0, shell.execute("run", "--json", "-", "--server-log", folder.toString()));

        List<JsonObject> events = events(shell.out());
        assertEquals(4, events.size());
        for (JsonObject event : events) {
            assertEquals(List.of(), EventSchema.read().problems(event));
        }
        assertTrue(shell.err().startsWith("PASSED     1.23 s  first\n\n1 scenario: 1 passed in "), shell.err());
        assertTrue(shell.err().endsWith("server logs: " + folder + "\n"), shell.err());
    }

    @Test
    void run_html_writesTheReportAndAsksForCourses() throws Exception {
        Path file = folder.resolve("run.html");
        List<Boolean> wanted = new ArrayList<>();
        shell.engine = (scenario, listener) -> {
            wanted.add(listener.courses().isPresent());
            return Samples.verdict(scenario, Outcome.FAILED, "message", "");
        };
        given(Samples.scenario("first", 1));

        assertEquals(1, shell.execute("run", "--html", file.toString()));
        assertEquals(
                1,
                shell.execute(
                        "run", "--history", folder.resolve("history.jsonl").toString()));
        assertEquals(
                1, shell.execute("run", "--markdown", folder.resolve("run.md").toString()));

        assertEquals(List.of(true, true, false), wanted);
        assertTrue(Files.readString(file).contains("<p class=\"message\">message</p>"));
        assertTrue(Files.readString(folder.resolve("run.md"))
                .contains("\n**FAILED** `first` (`scenarios/sample.yaml:1`)\n"));
    }

    @Test
    void run_htmlThatCannotBeWritten_isAnErrorBeforeAnythingRuns() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        given(Samples.scenario("first", 1));

        assertEquals(3, shell.execute("run", "--html", file.resolve("run.html").toString()));

        assertTrue(
                shell.err().startsWith("--html: cannot write to the path '" + file.resolve("run.html") + "': "),
                shell.err());
        assertEquals(List.of(), shell.ran);
    }

    @Test
    void run_jsonThatIsAFolder_isAnErrorBeforeAnythingRuns() {
        given(Samples.scenario("quick", 1));

        assertEquals(3, shell.execute("run", "--json", folder.toString()));

        assertEquals(
                "--json: cannot write to the file '" + folder + "': a folder is in the way; name another file\n",
                shell.err());
        assertEquals(List.of(), shell.ran);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void run_jsonOnAFullDisk_isExitCode3() {
        given(Samples.scenario("first", 1));

        assertEquals(3, shell.execute("run", "--json", "/dev/full"));

        assertEquals("--json: /dev/full cannot be written: No space left on device\n", shell.err());
        assertTrue(shell.out().contains("1 scenario: 1 passed"), shell.out());
    }

    @Test
    void run_inGithubActions_printsAnnotationsAndAppendsToTheSummary() throws Exception {
        given(Samples.scenario("first", 7));
        Path summary = Files.writeString(folder.resolve("summary.md"), "before\n");
        shell.environment.put("GITHUB_ACTIONS", "true");
        shell.environment.put("GITHUB_STEP_SUMMARY", summary.toString());
        shell.engine = (scenario, listener) -> Samples.verdict(scenario, Outcome.FAILED, "boom", "");

        assertEquals(1, shell.execute("run", "--seed", "9"));

        String command = "run again: ./jbang binrun.java run scenarios/sample.yaml --name first --seed 9";
        assertTrue(
                shell.out()
                        .endsWith("::error file=scenarios/sample.yaml,line=7,col=1,title=FAILED%3A first::boom%0A"
                                + command + "\n"),
                shell.out());
        String text = Files.readString(summary);
        assertTrue(text.startsWith("before\n\n### binrun: 1 scenario: 1 failed in "), text);
        assertTrue(text.contains("<pre>\nboom\n" + command + "\n</pre>"), text);
    }

    @Test
    void run_summaryOfGithubThatCannotBeWritten_isExitCode3() {
        given(Samples.scenario("first", 1));
        shell.environment.put("GITHUB_ACTIONS", "true");
        shell.environment.put("GITHUB_STEP_SUMMARY", folder.toString());

        assertEquals(3, shell.execute("run"));

        assertEquals("GITHUB_STEP_SUMMARY: " + folder + " cannot be written: Is a directory\n", shell.err());
    }

    private static List<JsonObject> events(String lines) {
        return lines.lines()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
    }

    @Test
    void run_verbose_showsTheOutputOfScenarios() {
        given(Samples.scenario("first", 1));

        shell.execute("run", "-v");

        assertTrue(shell.out().startsWith("PASSED     1.23 s  first\n    output of first\n"), shell.out());
    }

    @Test
    void run_onATerminal_isColouredAndShowsProgress() {
        given(Samples.scenario("first", 1));
        shell.terminal = true;
        shell.engine = (scenario, listener) -> {
            listener.progress("half way");
            await().until(shell::out, out -> out.contains("half way"));
            return Samples.verdict(scenario, Outcome.PASSED, "", "");
        };

        shell.execute("run");

        String out = shell.out();
        assertTrue(out.startsWith("\u001B[?7lbringing\u001B[?7h\r\r\u001B[J\u001B[?7l"), out);
        assertTrue(out.contains("running     0."), out);
        assertTrue(out.contains(" s  first: half way\n0 of 1 scenario, 0 s\u001B[?7h\u001B[1A\r"), out);
        assertTrue(out.contains("\r\u001B[J\u001B[32mPASSED \u001B[0m    1.23 s  first\n"), out);
    }

    private String ran() {
        return new TreeSet<>(shell.ran.stream().map(ScenarioCase::name).collect(Collectors.toSet()))
                .stream().collect(Collectors.joining(" "));
    }

    private void given(ScenarioCase... scenarios) {
        List<ScenarioFile> files = List.of(Samples.file(scenarios));
        shell.reader = paths -> files;
    }
}
