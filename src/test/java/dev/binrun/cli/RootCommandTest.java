package dev.binrun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.junit.Samples;
import dev.binrun.server.binary.NatsBinary;
import dev.binrun.server.host.ServerException;
import dev.binrun.verdict.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RootCommandTest {
    private final FakeShell shell = new FakeShell();

    @Test
    void noCommand_startsTheLiveSystem() {
        shell.environment.clear();

        assertEquals(0, shell.execute());

        assertEquals(List.of(Map.of()), shell.businessLogic);
        assertEquals(List.of(), shell.ran);
    }

    @Test
    void flags_replaceVariables() {
        shell.environment.clear();
        shell.environment.putAll(Map.of("BINRUN_PORT", "1", "OTHER", "kept"));

        assertEquals(
                0,
                shell.execute(
                        "--port",
                        "-1",
                        "--store-dir=/js",
                        "--monitor-port",
                        "8222",
                        "--server-log",
                        "--ui-port",
                        "-1",
                        "--no-ui",
                        "--read-only",
                        "--config",
                        "m.yaml"));

        assertEquals(
                Map.of(
                        "BINRUN_PORT", "-1",
                        "BINRUN_STORE_DIR", "/js",
                        "BINRUN_MONITOR_PORT", "8222",
                        "BINRUN_SERVER_LOG", "true",
                        "BINRUN_UI_PORT", "-1",
                        "BINRUN_UI", "false",
                        "BINRUN_UI_READ_ONLY", "true",
                        "BINRUN_CONFIG", "m.yaml",
                        "OTHER", "kept"),
                shell.businessLogic.get(0));
    }

    @Test
    void wrongSetting_isAnError_nothingRuns() {
        shell.check = settings -> {
            throw new IllegalArgumentException("BINRUN_PORT must be a port, was " + settings.get("BINRUN_PORT"));
        };

        assertEquals(2, shell.execute("--port", "x"));

        assertEquals("--port must be a port, was x\nSee './jbang binrun.java --help'.\n", shell.err());
        assertEquals(List.of(), shell.businessLogic);
    }

    @ParameterizedTest
    @CsvSource({
        "BINRUN_PORT, abc, 'BINRUN_PORT must be a port from 1 to 65535, or -1 for any free one, was \"abc\"'",
        "BINRUN_SERVER_LOG, 1, 'BINRUN_SERVER_LOG must be true or false, was \"1\"'",
        "BINRUN_OFFLINE, 1, 'BINRUN_OFFLINE must be true or false, was \"1\"'",
        "BINRUN_NATS_MIRROR, x, 'BINRUN_NATS_MIRROR must be the http or https URL of a folder with the release''s archives, was \"x\"'",
        "BINRUN_NATS_SERVER, /no/such, 'BINRUN_NATS_SERVER must be the path of a nats-server executable: /no/such does not exist. Correct it, or unset it to use the pinned version'"
    })
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "shows paths in its own way")
    void wrongSetting_everyCommand_isAUsageError(String name, String value, String message) {
        for (List<String> mode : List.of(List.<String>of(), List.of("--sim"), List.of("run"), List.of("server"))) {
            FakeShell each = new FakeShell();
            each.environment.put(name, value);
            each.checkSettings = CommandServices.real(Map.of(), () -> false).settings();
            each.reader = paths -> List.of(Samples.file(Samples.scenario("first", 1)));

            assertEquals(2, each.execute(mode.toArray(String[]::new)), mode::toString);

            assertTrue(each.err().startsWith(message + "\nSee './jbang binrun.java"), each.err());
            assertEquals(List.of(), each.ran);
            assertEquals(List.of(), each.businessLogic);
        }
    }

    @Test
    void flag_withAWrongVariable_isUsed() {
        shell.environment.put("BINRUN_PORT", "abc");
        shell.checkSettings = CommandServices.real(Map.of(), () -> false).settings();

        assertEquals(0, shell.execute("--port", "4333"));
    }

    @Test
    void simTrue_printsEachLineAtOnce() {
        shell.environment.put("SIM", "true");
        shell.engine = (scenario, listener) -> {
            listener.progress("half way");
            listener.line("Sim: scenario PASSED");
            return Samples.verdict(scenario, Outcome.PASSED, "", "");
        };

        assertEquals(0, shell.execute());

        assertEquals("Sim: scenario PASSED\n", shell.out());
        assertEquals("", shell.err());
        assertEquals(1, shell.ran.get(0).config().orElseThrow().seed());
        assertEquals(List.of(), shell.businessLogic);
    }

    @Test
    void simFlag_withASeed_runsWithIt() {
        assertEquals(0, shell.execute("--sim", "--seed", "42"));

        assertEquals(42, shell.ran.get(0).config().orElseThrow().seed());
    }

    @Test
    void failedSimulation_isExitCode1WithAReport() {
        shell.engine = (scenario, listener) -> Samples.verdict(scenario, Outcome.FAILED, "mirror", "mirror: 4 of 5");

        assertEquals(1, shell.execute("--sim"));

        assertEquals("mirror: 4 of 5\n", shell.err());
    }

    @Test
    void brokenSimulation_isExitCode3WithAReport() {
        shell.engine = (scenario, listener) -> Samples.verdict(scenario, Outcome.BROKEN, "no nats-server", "");

        assertEquals(3, shell.execute("--sim"));

        assertEquals("no nats-server\n", shell.err());
    }

    @Test
    void skippedSimulation_isExitCode3WithTheReason() {
        shell.engine = (scenario, listener) -> Samples.verdict(scenario, Outcome.SKIPPED, "needs nats-server 2.14", "");

        assertEquals(3, shell.execute("--sim"));

        assertEquals("Sim: scenario SKIPPED: needs nats-server 2.14\n", shell.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "1", "TRUE", " true"})
    void sim_anotherValue_isNamedInTheError(String value) {
        shell.environment.put("SIM", value);

        assertEquals(2, shell.execute());

        assertEquals(
                "SIM: must be true or false, but is '" + value
                        + "'; SIM=true runs the simulation, false or nothing the live system\n"
                        + "See './jbang binrun.java --help'.\n",
                shell.err());
        assertEquals(List.of(), shell.businessLogic);
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", ""})
    void simFalse_startsTheLiveSystem(String value) {
        shell.environment.put("SIM", value);

        assertEquals(0, shell.execute());

        assertEquals(1, shell.businessLogic.size());
    }

    @Test
    void seed_withoutSimulation_isAnError() {
        assertEquals(2, shell.execute("--seed", "7"));

        assertTrue(shell.err().startsWith("--seed: only the simulation has a seed; add --sim"), shell.err());
    }

    @Test
    void unknownCommand_suggestsTheNearest() {
        assertEquals(2, shell.execute("vaildate"));

        assertEquals(
                "there is no command 'vaildate' (did you mean 'validate'?)\nSee './jbang binrun.java --help'.\n",
                shell.err());
    }

    @Test
    void usage_hasTheTypedCommand() {
        shell.environment.put("JBANG_TYPED", "java\n-jar\nbinrun.jar");

        assertEquals(0, shell.execute("run", "--help"));

        assertTrue(shell.out().startsWith("Usage: java -jar binrun.jar run "), shell.out());
        assertTrue(shell.out().contains("\n  java -jar binrun.jar run scenarios/orders.yaml --seed 7"), shell.out());
        assertFalse(shell.out().contains("jbang"), shell.out());
    }

    @Test
    void unknownCommand_notNearAny_listsTheCommands() {
        assertEquals(2, shell.execute("xyzzyx"));

        assertEquals(
                "there is no command 'xyzzyx' (known: "
                        + String.join(", ", shell.commands().getSubcommands().keySet())
                        + ")\n"
                        + "See './jbang binrun.java --help'.\n",
                shell.err());
    }

    @Test
    void fileWithoutACommand_proposesRun() {
        assertEquals(2, shell.execute("scenarios/12-publish.yaml"));

        assertEquals(
                "there is no command 'scenarios/12-publish.yaml'; to run scenarios:"
                        + " ./jbang binrun.java run scenarios/12-publish.yaml\n"
                        + "See './jbang binrun.java --help'.\n",
                shell.err());
    }

    @Test
    void unknownOption_suggestsTheNearest() {
        assertEquals(2, shell.execute("--monitorport", "1"));

        assertEquals(
                "Unknown options: '--monitorport', '1'\n"
                        + "Possible solutions: --monitor-port\n"
                        + "See './jbang binrun.java --help'.\n",
                shell.err());
    }

    @Test
    void missingServer_printsOnlyTheMessage() {
        shell.engine = (scenario, listener) -> {
            throw new ServerException("no nats-server: tried the PATH");
        };

        assertEquals(3, shell.execute("--sim"));

        assertEquals("no nats-server: tried the PATH\n", shell.err());
    }

    @Test
    void bug_printsTheStackTrace() {
        shell.engine = (scenario, listener) -> {
            throw new IllegalStateException("bug");
        };

        assertEquals(3, shell.execute("--sim"));

        assertTrue(shell.err().startsWith("binrun itself failed; please report this:\n"), shell.err());
        assertTrue(shell.err().contains("IllegalStateException: bug\n\tat dev.binrun.cli"), shell.err());
    }

    @Test
    void version_matchesThePom_andTheServer() throws Exception {
        assertEquals(0, shell.execute("--version"));

        String pom = Files.readString(Path.of("pom.xml"));
        assertTrue(pom.contains("<artifactId>binrun</artifactId>\n  <version>" + VersionText.BINRUN + "</version>"));
        List<String> lines = shell.out().lines().toList();
        assertEquals(
                List.of("binrun " + VersionText.BINRUN, "nats-server " + NatsBinary.PINNED_VERSION + " (pinned)"),
                lines.subList(0, 2));
        assertTrue(
                lines.get(2)
                        .matches("nats-server \\S+ is used, from .+: /.+|no nats-server on this machine yet;"
                                + " the first run downloads it"),
                lines::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "run", "validate", "schema", "server"})
    void help_everyCommand_hasExamplesIn110Columns(String command) {
        assertEquals(0, command.isEmpty() ? shell.execute("--help") : shell.execute(command, "--help"));

        assertTrue(shell.out().contains("Examples:\n  ./jbang binrun.java"), shell.out());
        assertTrue(shell.out().lines().allMatch(line -> line.length() <= 110), shell.out());
    }

    @ParameterizedTest
    @CsvSource({
        "--port 4444 run, --port: the command 'run' does not have this option; remove the option or the command",
        "--sim run, --sim: the command 'run' does not have this option; remove the option or the command",
        "--server-log validate x,"
                + " --server-log: the command 'validate' does not have this option; remove the option or the command",
        "--seed 7 run x, --seed: must come after the command: ./jbang binrun.java run --seed",
    })
    void option_beforeACommand_isAnErrorWithTheFix(String typed, String error) {
        assertEquals(2, shell.execute(typed.split(" ")));

        assertEquals(error, shell.err().lines().findFirst().orElse(""));
        assertEquals(List.of(), shell.ran);
        assertEquals(List.of(), shell.read);
    }

    @Test
    void help_asACommand_printsTheUsage() {
        assertEquals(0, shell.execute("help"));
        assertTrue(shell.out().contains("Without a command: the live system"), shell.out());
        FakeShell run = new FakeShell();
        assertEquals(0, run.execute("help", "run"));
        assertTrue(run.out().startsWith("Usage: ./jbang binrun.java run "), run.out());
        FakeShell root = new FakeShell();
        assertEquals(0, root.execute("--help", "run"));
        assertTrue(root.out().startsWith("Usage: ./jbang binrun.java ["), root.out());
    }

    @Test
    void help_unknownCommand_isAnError() {
        assertEquals(2, shell.execute("help", "nosuch"));

        assertTrue(shell.err().startsWith("Unknown subcommand 'nosuch'."), shell.err());
    }

    @Test
    void help_onATerminal_hasColours_unlessNoColor() {
        shell.terminal = true;
        shell.execute("--help");
        assertTrue(shell.out().contains("\u001B["), shell.out());

        FakeShell plain = new FakeShell();
        plain.terminal = true;
        plain.environment.put("NO_COLOR", "1");
        plain.execute("--help");
        assertEquals(-1, plain.out().indexOf('\u001B'));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM=xterm", "TERM=screen-256color", "WT_SESSION=1"})
    void terminal_knownTerm_erases(String variable) {
        assertTrue(CommandEnvironment.erases(Map.of(variable.split("=")[0], variable.split("=")[1])));
    }

    @Test
    void terminal_dumbOrUnknown_doesNotErase() {
        assertEquals(false, CommandEnvironment.erases(Map.of("TERM", "dumb")));
        assertEquals(false, CommandEnvironment.erases(Map.of("TERM", "")));
        assertEquals(false, CommandEnvironment.erases(Map.of()));
    }
}
