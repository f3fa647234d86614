package dev.binrun.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.match.Mismatch;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioFile;
import dev.binrun.scenario.ScenarioReader;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class DynamicNodesTest {
    private static final List<Path> FOLDER = List.of(Path.of("scenarios"));

    private final Properties properties = new Properties();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final List<Path> read = new ArrayList<>();
    private Function<ScenarioCase, Verdict> engine = scenario -> Samples.verdict(scenario, Outcome.PASSED, "", "");

    @Test
    void nodes_haveTheNamesAndLinesOfScenarios() {
        DynamicContainer file =
                (DynamicContainer) nodes(Samples.file(Samples.scenario("first", 1), Samples.scenario("second", 12)))
                        .get(0);

        assertEquals(Path.of("scenarios/sample.yaml").toString(), file.getDisplayName());
        URI uri = Path.of("scenarios/sample.yaml").toAbsolutePath().toUri();
        assertEquals(uri, file.getTestSourceUri().orElseThrow());
        List<DynamicTest> tests = tests(file);
        assertEquals("second", tests.get(1).getDisplayName());
        assertEquals(
                URI.create(uri + "?line=12&column=1"),
                tests.get(1).getTestSourceUri().orElseThrow());
    }

    @Test
    void scenario_runsOnlyInItsTest() {
        engine = scenario -> {
            throw new AssertionError("too early");
        };

        assertEquals(1, nodes(Samples.file(Samples.scenario("first", 1))).size());
    }

    @Test
    void passed_isSuccess_andPrintsTheOutput() throws Throwable {
        run(Samples.scenario("first", 1));

        assertEquals("output of first\n", printed.toString(StandardCharsets.UTF_8));
    }

    @Test
    void failed_isAFailureWithoutStackTrace_messageFirst() {
        engine = scenario -> Samples.verdict(
                scenario, Outcome.FAILED, "expected 5, actual 4", "expected 5, actual 4\nstep 2\nseed 7");

        AssertionFailedError error = assertThrows(AssertionFailedError.class, () -> run(Samples.scenario("first", 1)));

        assertEquals("expected 5, actual 4\nstep 2\nseed 7", error.getMessage());
        assertEquals(0, error.getStackTrace().length);
    }

    @Test
    void failed_difference_hasExpectedAndActual() {
        engine = scenario -> Samples.verdict(scenario, Outcome.FAILED, "a.yaml:3: pub: seq: expected 5, was 4", "")
                .withDifference(Optional.of(new Mismatch("seq", "5", "4")));

        AssertionFailedError error = assertThrows(AssertionFailedError.class, () -> run(Samples.scenario("first", 1)));

        assertEquals("a.yaml:3: pub: seq: expected 5, was 4", error.getMessage());
        assertEquals("5", error.getExpected().getStringRepresentation());
        assertEquals("4", error.getActual().getStringRepresentation());
    }

    @Test
    void name_ofASlowScenario_runsIt() throws Throwable {
        properties.setProperty("binrun.name", "asked");

        List<DynamicNode> files = nodes(Samples.file(Samples.scenario("asked", 1, "slow"), Samples.scenario("not", 2)));
        List<DynamicTest> tests = tests((DynamicContainer) files.get(0));

        assertEquals(1, tests.size());
        tests.get(0).getExecutable().execute();
        assertEquals("output of asked\n", printed.toString(StandardCharsets.UTF_8));
    }

    @Test
    void unknownName_isAnErrorWithoutStackTrace() {
        properties.setProperty("binrun.name", "nosuch");

        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> nodes(Samples.file(Samples.scenario("a", 1))));

        assertEquals("binrun.name: no scenario is called 'nosuch' (known: a)", error.getMessage());
        assertEquals(0, error.getStackTrace().length);
    }

    @Test
    void failed_detailsBeginWithTheMessage_messageAppearsOnce() {
        engine = scenario -> Samples.verdict(scenario, Outcome.FAILED, "expected 5", "expected 5\nseed 7");

        AssertionFailedError error = assertThrows(AssertionFailedError.class, () -> run(Samples.scenario("first", 1)));

        assertEquals("expected 5\nseed 7", error.getMessage());
    }

    @Test
    void invalid_isAnErrorOfItsTest() {
        engine = scenario -> Samples.verdict(scenario, Outcome.INVALID, "unknown key", "");

        InvalidScenarioException error =
                assertThrows(InvalidScenarioException.class, () -> run(Samples.invalid("first", 1)));

        assertEquals("unknown key", error.getMessage());
        assertEquals(0, error.getStackTrace().length);
    }

    @Test
    void broken_isAnError() {
        engine = scenario ->
                Samples.verdict(scenario, Outcome.BROKEN, "no nats-server", "no nats-server\ntried the PATH");

        BrokenScenarioException error =
                assertThrows(BrokenScenarioException.class, () -> run(Samples.scenario("first", 1)));

        assertEquals("no nats-server\ntried the PATH", error.getMessage());
    }

    @Test
    void skipped_isAbortedWithTheReason() {
        engine = scenario -> Samples.verdict(scenario, Outcome.SKIPPED, "needs 2.15", "");

        TestAbortedException aborted =
                assertThrows(TestAbortedException.class, () -> run(Samples.scenario("first", 1)));

        assertEquals("needs 2.15", aborted.getMessage());
    }

    @Test
    void slow_notSelected_isAborted() {
        TestAbortedException aborted =
                assertThrows(TestAbortedException.class, () -> run(Samples.scenario("first", 1, "slow")));

        assertEquals("left out: tagged slow", aborted.getMessage());
    }

    @Test
    void tags_select() throws Throwable {
        properties.setProperty("binrun.tags", "slow & !lab");

        List<DynamicTest> tests = tests((DynamicContainer)
                nodes(Samples.file(Samples.scenario("asked", 1, "slow"), Samples.scenario("not", 2, "lab")))
                        .get(0));

        tests.get(0).getExecutable().execute();
        TestAbortedException aborted = assertThrows(
                TestAbortedException.class, () -> tests.get(1).getExecutable().execute());
        assertEquals("left out: its tags [lab] do not match 'slow & !lab'", aborted.getMessage());
    }

    @Test
    void tagsMatchNothing_isAnErrorWithTheKnownTags() {
        properties.setProperty("binrun.tags", "nosuch");

        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> nodes(Samples.file(Samples.scenario("a", 1, "slow", "kv"), Samples.scenario("b", 2, "lab"))));

        assertEquals(
                "binrun.tags: nothing to run, no scenario matches 'nosuch'; known tags: kv, lab, slow",
                error.getMessage());
        assertEquals(0, error.getStackTrace().length);
    }

    @Test
    void tags_noScenarioHasTags_isAnError() {
        properties.setProperty("binrun.tags", "kv");

        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> nodes(Samples.file(Samples.scenario("a", 1))));

        assertTrue(error.getMessage().endsWith("; known tags: none"), error.getMessage());
    }

    @Test
    void tags_invalidExpression_isAnErrorWithoutStackTrace() {
        properties.setProperty("binrun.tags", "a &");

        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> nodes(Samples.file(Samples.scenario("a", 1))));

        assertTrue(error.getMessage().startsWith("tags: 'a &' is not a tag expression; "), error.getMessage());
        assertEquals(0, error.getStackTrace().length);
        assertEquals(0, error.getCause().getStackTrace().length);
    }

    @Test
    void allSlow_withoutTags_isNotAnError() {
        assertEquals(1, nodes(Samples.file(Samples.scenario("a", 1, "slow"))).size());
    }

    @Test
    void missingPath_isAnErrorWithoutStackTrace() {
        Scenarios scenarios = new Scenarios(ScenarioReader::read, engine, properties, System.out);
        properties.setProperty("binrun.scenarios", "nosuch.yaml");

        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> scenarios.below(FOLDER));

        assertEquals(
                "nosuch.yaml: there is no such file or folder; relative paths start at "
                        + Path.of("").toAbsolutePath(),
                error.getMessage());
        assertEquals(0, error.getStackTrace().length);
        assertEquals(null, error.getCause());
    }

    @Test
    void scenariosProperty_replacesThePaths() {
        properties.setProperty("binrun.scenarios", "a.yaml, more");

        nodes(Samples.file(Samples.scenario("first", 1)));

        assertEquals(List.of(Path.of("a.yaml"), Path.of("more")), read);
    }

    @Test
    void folder_withoutScenarios_isAnError() {
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, this::nodes);

        assertTrue(error.getMessage().startsWith("no scenario in [scenarios]"), error.getMessage());
    }

    @Test
    void shardProperty_selectsAPart_andTheUnionIsComplete() {
        ScenarioFile file = Samples.file(Samples.scenario("a", 1), Samples.scenario("b", 2), Samples.scenario("c", 3));
        List<String> names = new ArrayList<>();
        for (String shard : List.of("1/2", "2/2")) {
            properties.setProperty("binrun.shard", shard);
            tests((DynamicContainer) nodes(file).get(0)).forEach(test -> names.add(test.getDisplayName()));
        }

        assertEquals(List.of("a", "b", "c"), names.stream().sorted().toList());
        assertTrue(
                printed.toString(StandardCharsets.UTF_8)
                        .matches("shard 1/2 of plan (\\w+): 2 of 3 scenarios\\R"
                                + "shard 2/2 of plan \\1: 1 of 3 scenarios\\R"),
                printed::toString);
    }

    /** A class without tests would be an error if the user names it. */
    @Test
    void emptyShard_isAnAbortedTest() {
        properties.setProperty("binrun.shard", "2/2");

        DynamicTest test =
                (DynamicTest) nodes(Samples.file(Samples.scenario("first", 1))).get(0);

        TestAbortedException aborted = assertThrows(
                TestAbortedException.class, () -> test.getExecutable().execute());
        assertEquals("this shard has no scenario", aborted.getMessage());
    }

    @Test
    void wrongShard_isAnErrorWithoutStackTrace() {
        properties.setProperty("binrun.shard", "6/5");

        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> nodes(Samples.file(Samples.scenario("a", 1))));

        assertEquals("binrun.shard: there is no shard 6 of 5; name one from 1/5 to 5/5", error.getMessage());
        assertEquals(0, error.getStackTrace().length);
    }

    @Test
    void timingsProperty_withoutAShard_isAnError() {
        properties.setProperty("binrun.timings", "target/surefire-reports");

        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> nodes(Samples.file(Samples.scenario("a", 1))));

        assertEquals("binrun.timings: only a shard uses earlier times; name a shard too", error.getMessage());
    }

    private void run(ScenarioCase scenario) throws Throwable {
        tests((DynamicContainer) nodes(Samples.file(scenario)).get(0))
                .get(0)
                .getExecutable()
                .execute();
    }

    private List<DynamicNode> nodes(ScenarioFile... files) {
        Function<List<Path>, List<ScenarioFile>> reader = paths -> {
            read.addAll(paths);
            return List.of(files);
        };
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        return new Scenarios(reader, scenario -> engine.apply(scenario), properties, out)
                .below(FOLDER)
                .toList();
    }

    private static List<DynamicTest> tests(DynamicContainer container) {
        try (Stream<? extends DynamicNode> children = container.getChildren()) {
            return children.map(DynamicTest.class::cast).toList();
        }
    }
}
