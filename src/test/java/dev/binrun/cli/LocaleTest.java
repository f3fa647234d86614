package dev.binrun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names with characters outside of the locale; the shell creates them from their UTF-8 bytes. */
@EnabledOnOs(OS.LINUX)
@Tag("slow")
class LocaleTest {
    private static final String UMLAUT = "$'\\xc3\\xbc'";
    private static final String WHY = " has characters that this locale does not have (LC_ALL=C); set LC_ALL=C.UTF-8";

    @TempDir
    private Path folder;

    @BeforeEach
    void scenario() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), "steps: [{server info:, expect: {jetstream: true}}]\n");
    }

    @ParameterizedTest
    @CsvSource({"run", "validate", "run a.yaml --name", "--store-dir", "run a.yaml --junit-xml"})
    void argument_isOneSentenceAndExitCode2(String command) throws Exception {
        Forked.Result result = run("cp a.yaml " + UMLAUT + ".yaml; $BINRUN " + command + " " + UMLAUT + ".yaml", "C");

        assertEquals("the argument '??.yaml'" + WHY + "\n", ascii(result.err()));
        assertEquals(2, result.exitCode());
    }

    @Test
    void currentFolder_isOneSentenceAndExitCode2() throws Exception {
        Forked.Result result = run("mkdir " + UMLAUT + "; cd " + UMLAUT + "; $BINRUN run .", "C");

        assertTrue(
                ascii(result.err())
                        .matches("the current folder '[^']+/\\?\\?'" + java.util.regex.Pattern.quote(WHY)
                                + "\nSee 'java -cp \\$CLASSPATH dev.binrun.cli.Main run --help'.\n"),
                result.err());
        assertEquals(2, result.exitCode());
    }

    @ParameterizedTest
    @CsvSource({"run a.yaml", "--sim", "server"})
    void temporaryFolder_isOneSentenceAndExitCode3(String command) throws Exception {
        Forked.Result result =
                run("mkdir " + UMLAUT + "; $BINRUN " + command, "C", "-Djava.io.tmpdir=" + folder + "/" + UMLAUT);

        assertEquals(
                "the folder for temporary files, '" + folder + "/??'," + WHY
                        + ", or choose another with -Djava.io.tmpdir=...\n",
                ascii(result.err()).replace("java.io.tmpdir=?", "java.io.tmpdir=..."));
        assertEquals(3, result.exitCode());
    }

    @Test
    void utf8Locale_acceptsAllNames() throws Exception {
        Forked.Result result = run(
                "mkdir " + UMLAUT + " && cp a.yaml " + UMLAUT + " && cd " + UMLAUT + " && $BINRUN run a.yaml",
                "C.UTF-8",
                "-Djava.io.tmpdir=" + folder + "/" + UMLAUT);

        assertEquals(0, result.exitCode(), () -> result.out() + result.err());
    }

    private Forked.Result run(String line, String locale, String... options) throws Exception {
        // eval: the shell expands the escapes in the options
        try (Forked forked = Forked.start(
                line.replace("$BINRUN", "eval $BINRUN"), folder, Map.of("LC_ALL", locale), List.of(options))) {
            return forked.result();
        }
    }

    /** The replacement of an unknown character depends on the encoding of the output. */
    private static String ascii(String text) {
        return text.replace('\uFFFD', '?');
    }
}
