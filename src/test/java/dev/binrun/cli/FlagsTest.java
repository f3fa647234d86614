package dev.binrun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.junit.Samples;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioFile;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages about wrong flags name the flag, and names select by a part. */
class FlagsTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>(Map.of("JBANG_TYPED", "./jbang\nbinrun.java"));

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            value = {
                "--port abc => --port must be a port from 1 to 65535, or -1 for any free one, was \"abc\"",
                "--monitor-port 0 => --monitor-port must be a port from 1 to 65535, or -1 for any free one, was \"0\"",
                "--port 7 --monitor-port 7 => --monitor-port must be another port than --port, was \"7\"",
                "--ui-port 0 => --ui-port must be a port from 1 to 65535, or -1 for any free one, was \"0\"",
                "--port 7 --ui-port 7 => --ui-port must be another port than those of the server, was \"7\"",
                "--config /no/file => --config: the file /no/file cannot be read: it does not exist",
                "--sim --port abc => --port must be a port from 1 to 65535, or -1 for any free one, was \"abc\"",
                "--sim --config /no/file => --config: the file /no/file cannot be read: it does not exist",
                "--store-dir= => --store-dir must not be empty",
                "--store-dir /dev/null => the store /dev/null cannot be used: a file is in the way; choose another folder"
                        + " with --store-dir or BINRUN_STORE_DIR",
            })
    void wrongFlag_isNamedInTheMessage(String line, String message) {
        assertEquals(2, real(line.split(" ")));

        assertEquals(message + "\nSee './jbang binrun.java --help'.\n", err.toString(StandardCharsets.UTF_8));
    }

    /** An empty name could come from a variable that is not set; the results would fill the current folder. */
    @ParameterizedTest
    @ValueSource(strings = {"--junit-xml", "--server-log", "--json"})
    void resultTarget_emptyName_isAnError(String option) throws Exception {
        Path file = Files.writeString(folder.resolve("a.yaml"), "name: a\nsteps: [{server info:}]\n");

        assertEquals(2, real("run", file.toString(), option, ""));

        assertEquals(
                option + " must not be empty\nSee './jbang binrun.java run --help'.\n",
                err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void wrongVariable_isNamedInTheMessage() {
        environment.put("BINRUN_PORT", "abc");

        assertEquals(2, real("--monitor-port", "7"));

        assertTrue(err.toString(StandardCharsets.UTF_8).startsWith("BINRUN_PORT must be a port"), err::toString);
    }

    @Test
    void simulation_withAWrongConfigFile_isAnErrorWithItsProblems() throws Exception {
        Path file = Files.writeString(folder.resolve("c.yaml"), "streems: []\n");
        environment.put("BINRUN_CONFIG", file.toString());
        environment.put("SIM", "true");

        assertEquals(2, real());

        assertTrue(
                err.toString(StandardCharsets.UTF_8).startsWith("BINRUN_CONFIG:\n" + file + ":1:1: "), err::toString);
    }

    @Test
    void configThatIsAFolder_isOneSentence() {
        assertEquals(2, real("--config", folder.toString()));
        assertEquals(2, real("--sim", "--config", folder.toString()));

        String sentence = "--config must be a file of streams, consumers, kv and objects, but " + folder
                + " is a folder; name a file\nSee './jbang binrun.java --help'.\n";
        assertEquals(sentence + sentence, err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void configThatIsADevice_isOneSentence() {
        environment.put("BINRUN_CONFIG", "/dev/zero");

        assertEquals(2, real());

        assertEquals(
                "BINRUN_CONFIG must be a file of streams, consumers, kv and objects, but /dev/zero is a pipe or a"
                        + " device; name a file\nSee './jbang binrun.java --help'.\n",
                err.toString(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            value = {
                "--prot 4333 => Unknown options: '--prot', '4333'|Possible solutions: --port",
                "--prot=4333 => Unknown option: '--prot=4333'|Possible solutions: --port",
                "run --nmae x => Unknown option: '--nmae'|Possible solutions: --name",
                "run --junit_xml x => Unknown option: '--junit_xml'|Possible solutions: --junit-xml",
                "server --prot 4333 => Unknown options: '--prot', '4333'|Possible solutions: --port",
                "validate --name x => Unknown option: '--name'|Only './jbang binrun.java run' has this option.",
                "schema --qqqq => Unknown option: '--qqqq'",
            })
    void unknownOption_proposesTheNearest(String line, String message) {
        FakeShell shell = new FakeShell();

        assertEquals(2, shell.execute(line.split(" ")));

        assertTrue(shell.err().startsWith(message.replace('|', '\n') + "\nSee '"), shell.err());
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            value = {
                "A nacked order comes back => A nacked order comes back",
                "NACKED => A nacked order comes back, A nacked order comes back twice",
                "twice => A nacked order comes back twice",
                "twice|kv => A key [kv=1], A key [kv=2], A nacked order comes back twice",
                "A key [kv=2] => A key [kv=2]",
            })
    void name_selectsExactlyOrByAPart(String names, String ran) {
        FakeShell shell = named();

        assertEquals(0, shell.execute(arguments(names)), shell::err);

        assertEquals(
                ran,
                String.join(
                        ", ",
                        new TreeSet<>(shell.ran.stream().map(ScenarioCase::name).collect(Collectors.toSet()))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            value = {
                "twice|nackd ordr => no scenario is called 'nackd ordr' (did you mean 'A nacked order comes back' or"
                        + " 'A nacked order comes back twice'?)",
                "A nacked order come bak => no scenario is called 'A nacked order come bak'"
                        + " (did you mean 'A nacked order comes back'?)",
                "zzz => no scenario is called 'zzz' (known: A nacked order comes back, A nacked order comes back twice,"
                        + " A key [kv=1], A key [kv=2])",
            })
    void name_unknown_proposesTheNearest(String names, String message) {
        FakeShell shell = named();

        assertEquals(2, shell.execute(arguments(names)));

        assertEquals("--name: " + message + "\nSee './jbang binrun.java run --help'.\n", shell.err());
        assertEquals(List.of(), shell.ran);
    }

    private static FakeShell named() {
        FakeShell shell = new FakeShell();
        List<ScenarioFile> files = List.of(Samples.file(
                Samples.scenario("A nacked order comes back", 1),
                Samples.scenario("A nacked order comes back twice", 2),
                Samples.scenario("A key [kv=1]", 3),
                Samples.scenario("A key [kv=2]", 4)));
        shell.reader = paths -> files;
        return shell;
    }

    private static String[] arguments(String names) {
        StringBuilder line = new StringBuilder("run");
        for (String name : names.split("\\|")) {
            line.append("|--name|").append(name);
        }
        return line.toString().split("\\|");
    }

    /** The real services; these tests end before a service starts anything. */
    private int real(String... arguments) {
        PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        return Commands.of(
                        new CommandEnvironment(
                                environment, new PrintStream(new ByteArrayOutputStream()), stream, false),
                        CommandServices.real(environment, () -> false))
                .execute(arguments);
    }
}
