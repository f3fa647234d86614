package dev.binrun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.junit.Samples;
import dev.binrun.report.XmlReport;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioFile;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code --fail-fast}, {@code --until-failure}, {@code --rerun-failed} and {@code --fail-on-flaky} of {@code run}. */
class RunControlTest {
    private final FakeShell shell = new FakeShell();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"FAILED", "BROKEN", "INVALID"})
    void failFast_startsNoMoreScenarios_andReportsTheRestAsNotRun(Outcome bad) throws Exception {
        given("first", "second", "third", "fourth");
        outcomes(Map.of("second", List.of(bad)));

        assertEquals(
                bad.exitCode(), shell.execute("run", "--fail-fast", "--jobs", "1", "--junit-xml", folder.toString()));

        assertEquals(List.of("first", "second"), ran());
        assertTrue(
                shell.out()
                        .contains(
                                "\n2 of 4 scenarios: 1 passed, 1 " + bad.name().toLowerCase() + " in "),
                shell.out());
        assertTrue(
                shell.out().endsWith("\n2 scenarios not run: --fail-fast ended the run: 'second' is " + bad + "\n"),
                shell.out());
        XmlReport xml = XmlReport.read(folder.resolve("TEST-scenarios.sample.xml"));
        assertEquals(List.of("first", "second", "third", "fourth"), xml.names());
        assertEquals("2", xml.suite().getAttribute("skipped"));
        assertEquals(
                "not run: --fail-fast ended the run: 'second' is " + bad,
                xml.attribute("fourth", "skipped", "message"));
    }

    @Test
    void failFast_scenariosThatRun_areFinished() throws Exception {
        given("first", "second", "third");
        CountDownLatch bothRun = new CountDownLatch(2);
        CountDownLatch failed = new CountDownLatch(1);
        shell.engine = (scenario, listener) -> {
            bothRun.countDown();
            await(bothRun);
            if (scenario.name().equals("first")) {
                failed.countDown();
                return Samples.verdict(scenario, Outcome.FAILED, "why", "");
            }
            await(failed);
            return Samples.verdict(scenario, Outcome.PASSED, "", "");
        };

        assertEquals(1, shell.execute("run", "--fail-fast", "--jobs", "2"));

        assertTrue(shell.out().contains("PASSED     1.23 s  second\n"), shell.out());
    }

    @Test
    void withoutFailFast_allScenariosRun() {
        given("first", "second", "third");
        outcomes(Map.of("first", List.of(Outcome.FAILED)));

        assertEquals(1, shell.execute("run", "--jobs", "1"));

        assertEquals(List.of("first", "second", "third"), ran());
    }

    @Test
    void rerunFailed_aLaterTryPasses_isFlakyAndSuccess() throws Exception {
        given("first", "second");
        outcomes(Map.of("first", List.of(Outcome.FAILED, Outcome.BROKEN, Outcome.PASSED)));

        assertEquals(0, shell.execute("run", "--rerun-failed", "2", "--jobs", "1", "--junit-xml", folder.toString()));

        assertEquals(List.of("first", "first", "first", "second"), ran());
        assertTrue(
                shell.out()
                        .startsWith("FLAKY      3.70 s  first\n    flaky: try 3 passed; try 1 FAILED: why\n"
                                + "    at scenarios/sample.yaml:1:1\nPASSED     1.23 s  second\n\n"
                                + "2 scenarios: 2 passed (1 flaky) in "),
                shell.out());
        assertTrue(shell.out().endsWith("\n    FLAKY   first (scenarios/sample.yaml:1)\n"), shell.out());
        XmlReport xml = XmlReport.read(folder.resolve("TEST-scenarios.sample.xml"));
        assertEquals("why", xml.attribute("first", "flakyFailure", "message"));
        assertEquals("why", xml.attribute("first", "flakyError", "message"));
    }

    @Test
    void rerunFailed_noTryPasses_isAFailure() {
        given("first");
        outcomes(Map.of("first", List.of(Outcome.FAILED, Outcome.FAILED, Outcome.FAILED)));

        assertEquals(1, shell.execute("run", "--rerun-failed=2"));

        assertEquals(List.of("first", "first", "first"), ran());
        assertTrue(shell.out().contains("\n    none of 3 tries passed; try 1 FAILED: why\n"), shell.out());
    }

    /** The same file has the same errors in each try. */
    @Test
    void rerunFailed_invalid_isNotRunAgain() {
        given("first");
        outcomes(Map.of("first", List.of(Outcome.INVALID)));

        assertEquals(2, shell.execute("run", "--rerun-failed", "3"));

        assertEquals(List.of("first"), ran());
    }

    @Test
    void rerunFailed_withFailFast_aFlakyScenarioEndsNothing() {
        given("first", "second");
        outcomes(Map.of("first", List.of(Outcome.FAILED, Outcome.PASSED)));

        assertEquals(0, shell.execute("run", "--rerun-failed", "1", "--fail-fast", "--jobs", "1"));

        assertEquals(List.of("first", "first", "second"), ran());
    }

    @Test
    void failOnFlaky_isExitCode1() {
        given("first");
        outcomes(Map.of("first", List.of(Outcome.FAILED, Outcome.PASSED)));

        assertEquals(1, shell.execute("run", "--rerun-failed", "1", "--fail-on-flaky"));
    }

    @Test
    void untilFailure_repeatsUntilOneFails_withAnotherSeedInEachRound() {
        given("first", "second");
        outcomes(Map.of("second", List.of(Outcome.PASSED, Outcome.PASSED, Outcome.FAILED)));

        assertEquals(1, shell.execute("run", "--until-failure", "scenarios", "--jobs", "1"));

        assertEquals(List.of(Path.of("scenarios")), shell.read);
        assertEquals(List.of("first", "second", "first", "second", "first", "second"), ran());
        assertEquals(List.of(1L, 1L, 2L, 2L, 3L, 3L), seeds());
        assertMatches("""
                round 1 passed: 2 scenarios in TIME, seed 1
                round 2 passed: 2 scenarios in TIME, seed 2
                FAILED     1.23 s  second
                    why
                    at scenarios/sample.yaml:2:1

                2 scenarios: 1 passed, 1 failed in TIME; slowest: first, 1.23 s
                    FAILED  second (scenarios/sample.yaml:2)
                round 3 did not pass, seed 3; 2 rounds passed before
                """);
    }

    @Test
    void untilFailure_allRoundsPass_isSuccess() {
        given("first");

        assertEquals(0, shell.execute("run", "--until-failure=3"));

        assertEquals(List.of(1L, 2L, 3L), seeds());
        assertMatches("""
                round 1 passed: 1 scenario in TIME, seed 1
                round 2 passed: 1 scenario in TIME, seed 2

                1 scenario: 1 passed in TIME
                3 rounds passed
                """);
    }

    @Test
    void untilFailure_theRoundThatFails_startsNoMoreScenarios() {
        given("first", "second", "third");
        outcomes(Map.of("first", List.of(Outcome.PASSED, Outcome.FAILED)));

        assertEquals(1, shell.execute("run", "--until-failure", "9", "--jobs", "1"));

        assertEquals(List.of("first", "second", "third", "first"), ran());
        assertTrue(
                shell.out().contains("\n2 scenarios not run: --until-failure ended the run: 'first' is FAILED\n"),
                shell.out());
    }

    @Test
    void untilFailure_seedOfTheUser_staysTheSame() {
        given("first");

        assertEquals(0, shell.execute("run", "--until-failure", "3", "--seed", "7"));

        assertEquals(List.of(7L, 7L, 7L), seeds());
        assertTrue(shell.out().matches("round 1 passed: 1 scenario in [\\d.]+ s\n(?s).*"), shell.out());
    }

    /** The printed command repeats the seed of the round. */
    @Test
    void untilFailure_commandOfAFailure_hasTheSeedOfTheRound() {
        given("first");
        AtomicInteger runs = new AtomicInteger();
        shell.engine = (scenario, listener) -> runs.incrementAndGet() < 4
                ? Samples.verdict(scenario, Outcome.PASSED, "", "")
                : Samples.verdict(scenario, Outcome.FAILED, "why", "why\n" + listener.lastLines(scenario));

        assertEquals(1, shell.execute("run", "--until-failure"));

        assertTrue(
                shell.out()
                        .contains(
                                "    run again: ./jbang binrun.java run scenarios/sample.yaml --name first --seed 4\n"),
                shell.out());
    }

    @Test
    void untilFailure_manyRounds_printsFewLines() {
        given("first");

        assertEquals(0, shell.execute("run", "--until-failure", "300"));

        assertEquals(300, shell.ran.size());
        assertTrue(shell.out().lines().count() < 40, shell.out());
        assertTrue(shell.out().contains("\nround 200 passed: 1 scenario in "), shell.out());
    }

    @Test
    void untilFailure_reportThatCannotBeWritten_endsTheRounds() throws Exception {
        given("first");
        java.nio.file.Files.createDirectories(
                folder.resolve("TEST-scenarios.sample.xml").resolve("full"));

        assertEquals(3, shell.execute("run", "--until-failure", "50", "--junit-xml", folder.toString()));

        assertEquals(1, shell.ran.size());
        assertEquals(1, shell.err().lines().count(), shell.err());
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '"',
            value = {
                "--rerun-failed 0 => --rerun-failed must be at least 1, was 0",
                "--until-failure=0 => --until-failure must be at least 1, was 0",
                "--until-failure=x => Invalid value for option '--until-failure': 'x' is not a whole number",
                "--until-failure -1 => --until-failure must be at least 1, was -1",
                "--until-failure --rerun-failed 2 => --until-failure looks for a failure that --rerun-failed would"
                        + " repeat; remove one of them",
                "--fail-on-flaky => --fail-on-flaky: only --rerun-failed finds flaky scenarios; add it, or remove"
                        + " --fail-on-flaky",
            })
    void wrongOption_isAnErrorWithTheFix_andNothingRuns(String options, String message) {
        given("first");

        assertEquals(2, shell.execute(("run " + options).split(" ")));

        assertEquals(message + "\nSee './jbang binrun.java run --help'.\n", shell.err());
        assertEquals(List.of(), ran());
    }

    private void given(String... names) {
        List<ScenarioCase> scenarios = new ArrayList<>();
        for (String name : names) {
            scenarios.add(Samples.scenario(name, scenarios.size() + 1));
        }
        List<ScenarioFile> files = List.of(Samples.file(scenarios.toArray(ScenarioCase[]::new)));
        shell.reader = paths -> files;
    }

    /** Gives each run of a scenario its outcome; a scenario that is not named passes. */
    private void outcomes(Map<String, List<Outcome>> byName) {
        Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();
        Function<ScenarioCase, Verdict> judge = scenario -> {
            int run = runs.computeIfAbsent(scenario.name(), name -> new AtomicInteger())
                    .getAndIncrement();
            Outcome outcome = Optional.ofNullable(byName.get(scenario.name()))
                    .map(outcomes -> outcomes.get(run))
                    .orElse(Outcome.PASSED);
            return Samples.verdict(scenario, outcome, outcome == Outcome.PASSED ? "" : "why", "");
        };
        shell.engine = (scenario, listener) -> judge.apply(scenario);
    }

    private List<String> ran() {
        return shell.ran.stream().map(ScenarioCase::name).toList();
    }

    private List<Long> seeds() {
        return shell.ran.stream()
                .map(scenario -> scenario.config().orElseThrow().seed())
                .toList();
    }

    private void assertMatches(String lines) {
        String pattern =
                Stream.of(lines.split("TIME", -1)).map(Pattern::quote).collect(Collectors.joining("\\d+\\.\\d\\d s"));
        assertTrue(shell.out().matches(pattern), shell.out());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
