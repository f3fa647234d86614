package dev.binrun.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.scenario.yaml.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Files that are not scenarios have one problem, found in bounded time and memory. */
@Timeout(60)
@Isolated("standard input is the JVM's")
@Tag("slow")
class ScenarioContentTest {
    private static final String KIND =
            "a scenario must be a regular file, this is a pipe, a device or another kind of file"
                    + " (to read standard input, use the path -)";

    @TempDir
    Path folder;

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void read_pipe_isInvalidAtOnce() throws Exception {
        Path pipe = folder.resolve("pipe.yaml");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        assertEquals(List.of(pipe + ":1:1: " + KIND), problems(pipe));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void read_device_isInvalidAtOnce() {
        assertEquals(List.of("/dev/zero:1:1: " + KIND), problems(Path.of("/dev/zero")));
    }

    @Test
    void read_fileTooLarge_isInvalid() throws Exception {
        Path large = Files.write(folder.resolve("large.yaml"), new byte[(16 << 20) + 1]);
        assertEquals(List.of(large + ":1:1: the file has more than 16 MB; split it up"), problems(large));
    }

    @Test
    void read_tooManyValues_isInvalidAtTheFirstExtraOne() throws Exception {
        String item = "[" + "1,".repeat(999) + "1]";
        Path many = Files.writeString(
                folder.resolve("many.yaml"), "name: many\nvariables:\n  x:\n" + ("  - " + item + "\n").repeat(2000));
        List<String> problems = problems(many);
        assertEquals(1, problems.size());
        assertTrue(
                problems.get(0)
                        .matches(
                                "(?s).*many.yaml:203:\\d+: the document has more than 200000 values, with aliases expanded; split it up.*"),
                problems::toString);
    }

    @Test
    void read_dash_readsStandardInput() {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream("name: piped\nnumSession: 1\n".getBytes(StandardCharsets.UTF_8)));
        try {
            List<String> problems = problems(Path.of("-"));
            assertTrue(problems.get(0).startsWith("-:2:1: "), problems::toString);
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void problems_moreThan100_areCounted() {
        StringBuilder text = new StringBuilder("name: many\n");
        for (int i = 0; i < 250; i++) {
            text.append("key").append(i).append(": 1\n");
        }
        List<Problem> problems = ScenarioAssertions.read(text.toString()).get(0).problems();
        assertEquals(101, problems.size());
        assertTrue(
                problems.get(100).toString().matches("\\S+:102:1: 150 more problems follow from here on"),
                () -> problems.get(100).toString());
    }

    @Test
    void credentials_withoutAToken_areInvalid() throws IOException {
        Files.writeString(folder.resolve("empty.creds"), "-----BEGIN NATS USER JWT-----\n");
        Path file = Files.writeString(
                folder.resolve("a.yaml"), "clients:\n  bob: { creds: empty.creds }\nnumSessions: 3\n");
        assertTrue(
                problems(file)
                        .get(0)
                        .startsWith(
                                file
                                        + ":2:17: the file 'empty.creds' contains no credentials (it needs a token eyJ… and a seed SU…, as nsc generate creds writes them)"),
                () -> problems(file).toString());
    }

    private static List<String> problems(Path file) {
        return ScenarioReader.read(List.of(file)).get(0).scenarios().get(0).problems().stream()
                .map(Problem::toString)
                .toList();
    }
}
