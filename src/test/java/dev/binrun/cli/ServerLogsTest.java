package dev.binrun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.engine.Engine;
import dev.binrun.scenario.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run --server-log DIR}, with real servers. */
class ServerLogsTest {
    private static final String STEPS = "steps: [{server info:, expect: {jetstream: true}}]\n";

    private final FakeShell shell = new FakeShell();

    @TempDir
    private Path folder;

    @BeforeEach
    void real() {
        shell.reader = ScenarioReader::read;
        shell.engine = new Engine(System.getenv())::run;
    }

    @Test
    void everyServer_hasAFileWithItsCompleteLog() throws Exception {
        String file = file("name: \"a/b: ../../etc \u00fc\"\n" + STEPS + "---\nname: a_b etc\nrepeat: 2\n" + STEPS);

        assertEquals(0, run(file), shell::out);

        assertEquals(List.of("a_b_etc-2.run-1.n1.log", "a_b_etc-2.run-2.n1.log", "a_b_etc.n1.log"), logs());
        for (String log : logs()) {
            String text = Files.readString(folder.resolve("logs").resolve(log));
            assertTrue(text.contains("Starting nats-server") && text.contains("Server is ready"), text);
        }
        assertTrue(shell.out().endsWith("\nserver logs: " + folder.resolve("logs") + "\n"), shell.out());
    }

    @Test
    void failure_namesTheFiles() throws Exception {
        String file = file("server: {nodes: 3}\nsteps: [{server info:, expect: {jetstream: false}}]\n");

        assertEquals(1, run(file));

        assertEquals(List.of("s.n1.log", "s.n2.log", "s.n3.log"), logs());
        Path logs = folder.resolve("logs");
        assertTrue(
                shell.out()
                        .contains("\n    complete server log: " + logs.resolve("s.n1.log") + ", "
                                + logs.resolve("s.n2.log") + ", " + logs.resolve("s.n3.log") + "\n    run again: "),
                shell.out());
        for (String log : logs()) {
            assertTrue(Files.readString(logs.resolve(log)).contains("Server is ready"), log);
        }
    }

    @Test
    void serverThatDoesNotStart_leavesItsLog() throws Exception {
        String file = file("server: {config: {max_payload: -5x}}\n" + STEPS);

        assertEquals(3, run(file));

        assertEquals(List.of("s.n1.log"), logs());
        assertTrue(Files.size(folder.resolve("logs/s.n1.log")) > 0);
    }

    @Test
    void folderThatIsAFile_isAnError_nothingRuns() throws Exception {
        Files.createFile(folder.resolve("logs"));

        assertEquals(3, run(file(STEPS)));

        assertEquals(
                "--server-log: cannot write to the folder '" + folder.resolve("logs")
                        + "': a file is in the way; name another folder\n",
                shell.err());
        assertEquals(List.of(), shell.ran);
    }

    @Test
    void unwritableFile_isExitCode3_scenarioIsJudged() throws Exception {
        Files.createDirectories(folder.resolve("logs/s.n1.log"));

        assertEquals(3, run(file(STEPS)));

        assertTrue(shell.out().contains("1 scenario: 1 passed"), shell.out());
        assertEquals(
                "--server-log: " + folder.resolve("logs/s.n1.log") + " cannot be written: a folder is in the way\n",
                shell.err());
    }

    private int run(String file) {
        return shell.execute("run", file, "--server-log", folder.resolve("logs").toString());
    }

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve("s.yaml"), text).toString();
    }

    private List<String> logs() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("logs"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
