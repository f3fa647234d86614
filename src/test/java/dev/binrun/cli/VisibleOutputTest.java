package dev.binrun.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.junit.Samples;
import dev.binrun.verdict.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Output of commands for hostile scenarios, file names and arguments. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a file name there holds no control character, and bash is missing")
@Tag("slow")
class VisibleOutputTest {
    private static final String HOSTILE = """
            name: "red\\e[31m \\u202egnp"
            streams:
              - { name: A, subjects: [a] }
            steps:
              - pub: { subject: a, data: "\\e]0;title\\a\\u200b\\u009b" }
              - stream get: { stream: A, seq: 1 }
                expect: { data: "\\e[2J\\u202e" }
            ---
            name: skipped
            skip: "not\\e[8m now\\u2066"
            steps:
              - stream ls: {}
                expect: {}
            """;

    @TempDir
    private Path folder;

    @Test
    void run_printsAndWritesNoControlCharacter() throws Exception {
        Path file = folder.resolve("a\u001b[7m\u202e.yaml");
        Files.writeString(file, HOSTILE);

        Forked.Result result = run("run . --junit-xml xml --verbose");

        assertEquals(1, result.exitCode(), result.err());
        harmless(result.out());
        has(result.out(), "red\\x1b[31m \\u202egnp\n");
        has(result.out(), "skipped: not\\x1b[8m now\\u2066\n");
        has(result.out(), "at ./a\\x1b[7m\\u202e.yaml:");
        has(result.out(), "run again: java -cp ");
        String xml = Files.readString(
                folder.resolve("xml").resolve(folder.resolve("xml").toFile().list()[0]));
        harmless(xml);
        has(xml, "<testcase name=\"red\\x1b[31m \\u202egnp\"");
        has(xml, "<skipped message=\"not\\x1b[8m now\\u2066\"/>");
    }

    @Test
    void runAgain_hostileNames_runsThatScenario() throws Exception {
        Files.writeString(folder.resolve("it's 50%\u001b[7m\u202e.yaml"), HOSTILE);
        String out = run("run .").out();
        String again = out.lines()
                .filter(line -> line.contains("run again: "))
                .map(line -> line.replaceFirst(".*run again: java -cp \\S+ dev.binrun.cli.Main ", "")
                        .replaceFirst(" \\(CLASSPATH:.*", ""))
                .findFirst()
                .orElseThrow();

        Forked.Result result = run(again);

        has(result.out(), "1 scenario: 1 failed");
        has(result.out(), "red\\x1b[31m \\u202egnp\n");
    }

    @Test
    void run_nameAsWrittenInYaml_isFound() throws Exception {
        Files.writeString(folder.resolve("a.yaml"), HOSTILE);

        has(run("run . --name $'red\\e[31m'").out(), "1 scenario: 1 failed");
    }

    @Test
    void validate_excerptsWithControlCharacters_areEscaped() throws Exception {
        Files.writeString(folder.resolve("a.yaml"), "name: \"x\u202e\u200b\"\nsteps:\n  - { \"\u202eevil\\e\": {} }\n");

        Forked.Result result = run("validate a.yaml \"$(printf 'no\\033[31mne')\"");
        assertEquals(2, result.exitCode());
        harmless(result.err());
        has(result.err(), "no\\x1b[31mne: there is no such file or folder\n");

        Forked.Result problems = run("validate a.yaml");
        harmless(problems.out());
        has(problems.out(), "'\\u202eevil\\x1b'");
        has(problems.out(), "\n  3 |   - { \"\\u202eevil\\e\": {} }\n    |       ^\n");
    }

    @Test
    void usageErrors_controlCharacters_areEscaped() throws Exception {
        Files.writeString(folder.resolve("a.yaml"), HOSTILE);
        for (String line : List.of(
                "$'fo\\e[31mo'",
                "run $'--fo\\e[31mo=1'",
                "--port $'fo\\e[31mo'",
                "--config $'fo\\e[31mo'",
                "run a.yaml --tags $'fo\\e[31mo('",
                "run --jobs $'fo\\e[31mo'",
                "help $'fo\\e[31mo'")) {
            Forked.Result result = run(line);

            assertEquals(2, result.exitCode(), line);
            harmless(result.out());
            harmless(result.err());
            has(result.err(), "fo\\x1b[31mo");
        }
    }

    @Test
    void terminal_colours_stay_otherControlCharactersAreEscaped() {
        FakeShell shell = new FakeShell();
        shell.terminal = true;
        shell.reader = paths -> List.of(Samples.file(Samples.scenario("one\u001b[32m", 1)));
        shell.engine = (scenario, listener) -> {
            listener.progress("half\u001b[5m\r\nway");
            await().until(shell::out, out -> out.contains("way"));
            return Samples.verdict(scenario, Outcome.FAILED, "is\u001b[0m wrong", "");
        };

        assertEquals(1, shell.execute("run", "a.yaml"));

        has(shell.out(), "\u001b[1;31mFAILED \u001b[0m");
        has(shell.out(), "one\\x1b[32m\n");
        has(shell.out(), "    is\\x1b[0m wrong\n");
        has(shell.out(), "  one\\x1b[32m: half\\x1b[5m\\r\\nway\n0 of 1 scenario, ");
    }

    private Forked.Result run(String arguments) throws Exception {
        try (Forked forked = Forked.start(
                "$BINRUN " + arguments, folder, Map.of("LC_ALL", "C.UTF-8"), List.of("-Dfile.encoding=UTF-8"))) {
            return forked.result();
        }
    }

    private static void has(String text, String part) {
        assertTrue(text.contains(part), () -> "no '" + part + "' in:\n" + text);
    }

    private static void harmless(String text) {
        assertFalse(
                text.codePoints()
                        .anyMatch(c -> c < ' ' && c != '\n' && c != '\t'
                                || c >= 0x7f && c < 0xa0
                                || Character.getType(c) == Character.FORMAT),
                text);
    }
}
