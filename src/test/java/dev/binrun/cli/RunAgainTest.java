package dev.binrun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.junit.Samples;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioReader;
import dev.binrun.verdict.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "words are quoted in another way")
class RunAgainTest {
    private static final String JBANG = "binrun run a.yaml";

    @TempDir
    private Path folder;

    @Test
    void wrapper_isShownAsTyped() {
        Map<String, String> environment = Map.of("JBANG_TYPED", "../my tools/jbang\n../my tools/binrun.java");

        assertEquals(
                "run again: '../my tools/jbang' '../my tools/binrun.java' run a.yaml",
                RunAgain.of(environment, JBANG, folder).scenario(alone("a.yaml"), Optional.empty(), Optional.empty()));
    }

    @Test
    void installedJbang_isShownWithItsScript() {
        assertEquals("run again: jbang binrun.java run a.yaml", line(JBANG, alone("a.yaml")));
    }

    @Test
    void wrapperInTheFolder_isShown() throws Exception {
        Files.createFile(folder.resolve("jbang"));
        Files.createFile(folder.resolve("binrun.java"));

        assertEquals("run again: ./jbang binrun.java run a.yaml", line(JBANG, alone("a.yaml")));
    }

    @Test
    void plainJava_isShownWithItsClassPath() {
        assertEquals("a.jar:b.jar", RunAgain.classPath("a.jar:b.jar"));
        assertEquals(
                "run again: java -cp $CLASSPATH dev.binrun.cli.Main run a.yaml (CLASSPATH: the class path of this run)",
                line("dev.binrun.cli.Main run a.yaml", alone("a.yaml")));
        assertEquals("run again: java -jar lib/binrun.jar run a.yaml", line("lib/binrun.jar run", alone("a.yaml")));
    }

    @Test
    void scenario_oneOfSeveral_isNamed() {
        List<ScenarioCase> both =
                ScenarioReader.readText(Path.of("my tests/t.yaml"), """
                name: It's one
                steps: [{stream info: A, error: {}}]
                ---
                name: -two
                steps: [{stream info: A, error: {}}]
                """).scenarios();

        assertEquals(
                "run again: jbang binrun.java run 'my tests/t.yaml' --name 'It'\\''s one'", line(JBANG, both.get(0)));
        assertEquals("run again: jbang binrun.java run 'my tests/t.yaml' --name=-two", line(JBANG, both.get(1)));
        assertEquals("run again: jbang binrun.java run ./-x.yaml", line(JBANG, alone("-x.yaml")));
    }

    @Test
    void failure_showsTheSeedAndTheRepetitionsOfTheCommandLineOnly() {
        FakeShell shell = new FakeShell();
        shell.reader = paths -> List.of(Samples.file(alone("scenarios/sample.yaml")));
        shell.engine = (scenario, listener) ->
                Samples.verdict(scenario, Outcome.FAILED, "why", "why\n" + listener.lastLines(scenario));

        assertEquals(1, shell.execute("run", "--seed", "-7", "--repeat", "20"));
        assertTrue(
                shell.out()
                        .contains("\n    why\n    run again: ./jbang binrun.java run scenarios/sample.yaml --seed=-7"
                                + " --repeat 20\n    at "),
                shell.out());

        assertEquals(1, shell.execute("run"));
        assertTrue(
                shell.out().contains("\n    run again: ./jbang binrun.java run scenarios/sample.yaml\n    at "),
                shell.out());
    }

    @Test
    void simulation_isShownWithItsFlags() {
        FakeShell shell = new FakeShell();
        shell.environment.put("SIM", "true");
        shell.engine = (scenario, listener) ->
                Samples.verdict(scenario, Outcome.FAILED, "why", "why\n" + listener.lastLines(scenario));

        assertEquals(1, shell.execute("--seed", "7"));

        assertEquals("why\nrun again: ./jbang binrun.java --sim --seed 7\n", shell.err());
    }

    private String line(String started, ScenarioCase scenario) {
        return RunAgain.of(Map.of(), started, folder).scenario(scenario, Optional.empty(), Optional.empty());
    }

    private static ScenarioCase alone(String path) {
        return ScenarioReader.readText(Path.of(path), "seed: 3\nsteps: [{stream info: A, error: {}}]\n")
                .scenarios()
                .get(0);
    }
}
