package dev.binrun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script that completes commands, and the manual page, as their programs read them. */
class CompletionTest {
    @TempDir
    private Path folder;

    /** The script calls compopt, which works only while bash completes a line of its own. */
    @ParameterizedTest
    @CsvSource({
        "vali, validate",
        "run --unt, --until-failure",
        "run scenarios --mark, --markdown",
        "server --mon, --monitor-port",
        "new --ma, --maven",
        "demo wo, work-queue",
        "run --nothing-like-it, ''"
    })
    void bash_completesTheLastWord(String typed, String completed) throws Exception {
        Path script = Files.writeString(folder.resolve("binrun"), output("completion"));
        int last = typed.split(" ").length;

        String found = run(
                "bash",
                "-c",
                "compopt() { :; }; source " + script + "; COMP_WORDS=(binrun " + typed + "); COMP_CWORD=" + last
                        + "; _complete_binrun; echo \"${COMPREPLY[*]}\"; complete -p binrun");

        assertEquals(completed + "\ncomplete -o default -F _complete_binrun binrun\n", found);
    }

    @Test
    void bash_completesAllCommands() throws Exception {
        Path script = Files.writeString(folder.resolve("binrun"), output("completion"));

        String found = run(
                "bash",
                "-c",
                "compopt() { :; }; source " + script + "; COMP_WORDS=(binrun ''); COMP_CWORD=1; _complete_binrun;"
                        + " printf '%s\\n' \"${COMPREPLY[@]}\"");

        assertEquals(
                List.copyOf(new FakeShell().commands().getSubcommands().keySet()),
                found.lines().toList());
    }

    @Test
    void man_rendersEachCommandAndOption() throws Exception {
        Path page = Files.writeString(folder.resolve("binrun.1"), output("man"));

        String shown = run("groff", "-man", "-Tascii", "-ww", "-P-cbou", "-rLL=200n", page.toString())
                .replaceAll("(?<=\\S) +", " ");

        assertTrue(
                shown.contains("binrun - Scenario testing of NATS JetStream, each scenario on its own nats-server"),
                shown);
        assertTrue(shown.contains("binrun validate [OPTIONS] [PATH...]"), shown);
        assertTrue(shown.contains("--until-failure N"), shown);
        assertTrue(shown.contains("binrun run scenarios --tags 'kv & !slow' --junit-xml target/reports"), shown);
        assertFalse(shown.contains("warning:"), shown);
    }

    /** Also without a program that renders it. */
    @Test
    void man_hasEachCommandAndOption() {
        String page = output("man");

        assertTrue(
                page.startsWith(".TH \"BINRUN\" \"1\" \"\" \"binrun " + VersionText.BINRUN.replace("-", "\\-")), page);
        new FakeShell().commands().getSubcommands().forEach((name, command) -> {
            assertTrue(page.contains("\n.SS \"" + name + "\"\n"), name);
            command.getCommandSpec()
                    .optionsMap()
                    .keySet()
                    .forEach(option -> assertTrue(page.contains("\\fB" + option.replace("-", "\\-") + "\\fR"), option));
        });
        assertTrue(page.lines().noneMatch(line -> line.contains("./jbang")), page);
    }

    private static String output(String command) {
        FakeShell shell = new FakeShell();
        assertEquals(0, shell.execute(command), shell::err);
        return shell.out();
    }

    private static String run(String... command) throws Exception {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            assumeTrue(false, command[0] + " is not installed");
            throw e;
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        return output;
    }
}
