package dev.binrun.form;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordTest {
    /** A real shell parses the command. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.yaml",
                "my tests/it's.yaml",
                "$HOME `id` \\ \"q\"",
                "~",
                "~/a",
                "=ls",
                "*",
                "",
                "-x",
                "--name=It's one",
                "a;b|c&d>e<f",
                "#not a comment",
                "{a,b}",
                "two\nlines",
                "it's 50% \\ \u001b[31m\u202eBücher\u200b.yaml",
                "Bücher [a=1]",
                "!$",
                "-Dbinrun.name=50% (of all)"
            })
    @DisabledOnOs(OS.WINDOWS)
    void command_parsedByAShell_hasTheWords(String word) throws Exception {
        Process shell =
                new ProcessBuilder("bash", "-c", "printf '%s|' " + ShellWord.command(List.of("a", word, "b"))).start();

        assertEquals("a|" + word + "|b|", new String(shell.getInputStream().readAllBytes(), "UTF-8"));
    }

    @Test
    void quote_plainWord_isUnchanged() {
        assertEquals(
                "./jbang binrun.java run scenarios/kv/first.yaml --seed -7",
                ShellWord.quoteForPosix("./jbang") + " "
                        + ShellWord.command(List.of("binrun.java", "run", "scenarios/kv/first.yaml", "--seed", "-7")));
    }

    @Test
    void quoteForWindows_space_usesDoubleQuotes() {
        assertEquals("jbang.cmd", ShellWord.quoteForWindows("jbang.cmd"));
        assertEquals("a\\b.yaml", ShellWord.quoteForWindows("a\\b.yaml"));
        assertEquals("\"It's one\"", ShellWord.quoteForWindows("It's one"));
        assertEquals("\"-Dbinrun.scenarios=a.yaml\"", ShellWord.quoteForWindows("-Dbinrun.scenarios=a.yaml"));
    }
}
