package dev.binrun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.engine.Engine;
import dev.binrun.scenario.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Secrets are masked in all output and files of a run. */
class SecretReportsTest {
    private static final String USERS = "authorization: {users: [{user: sue, password: hunter2x}]}";

    private final FakeShell shell = new FakeShell();

    @TempDir
    private Path folder;

    @Test
    void serverThatRejectsItsConfiguration_reportMasksSecrets() throws Exception {
        run(
                3,
                "server: {config: {" + USERS + ", cluster: {routes: ['nats://r:hunter2x@127.0.0.1:1']}, nope: 1}}\n"
                        + "steps: [{server info:, expect: {jetstream: true}}]\n");

        assertTrue(shell.out().contains("\"password\": \"****\""), shell.out());
        assertTrue(shell.out().contains("\"nats://r:****@127.0.0.1:1\""), shell.out());
        assertTrue(shell.out().contains("unknown field \"nope\""), shell.out());
    }

    @Test
    void failedStepWithAServerTrace_reportMasksSecrets() throws Exception {
        run(1, """
                server: {config: {debug: true, trace: true, %s}}
                clients: {default: {user: sue, password: hunter2x}, till: {user: till, password: hunter3x}}
                streams: [{name: A, subjects: [a]}]
                steps:
                  - pub: {subject: a, data: "the word hunter2x"}
                  - stream get: {stream: A, seq: 1, password: }
                """.formatted(USERS).replace(", password: }", "}\n    expect: {message: {data: hunter3x}}"));

        assertTrue(shell.out().contains("expected '****', was 'the word ****'"), shell.out());
        assertTrue(
                shell.out().contains("data: \"the word ****\"") || shell.out().contains("data: ****"), shell.out());
    }

    @Test
    void invalidFile_reportMasksSecrets() throws Exception {
        run(2, "clients: {a: {user: u, password: hunter2x, nod: 1}}\nsteps: [{server info:, expect: {a: 1}}]\n");

        assertTrue(shell.out().contains("password: ****, nod: 1"), shell.out());
    }

    @ParameterizedTest
    @CsvSource({"run --server=nats://u:hunter2x@h, --server=nats://u:****@h", "nats://u:hunter2x@h, nats://u:****@h"})
    void commandLine_errorMasksSecrets(String line, String shown) {
        assertEquals(2, shell.execute(line.split(" ")));

        assertTrue(shell.err().contains(shown), shell.err());
        assertFalse(shell.err().contains("hunter"), shell.err());
    }

    private void run(int exitCode, String scenario) throws IOException {
        shell.reader = ScenarioReader::read;
        shell.engine = new Engine(System.getenv())::run;
        shell.environment.put("GITHUB_ACTIONS", "true");
        shell.environment.put(
                "GITHUB_STEP_SUMMARY", folder.resolve("more/summary.md").toString());
        Path file = Files.writeString(folder.resolve("s.yaml"), scenario);

        assertEquals(
                exitCode,
                shell.execute(
                        "run",
                        "-v",
                        file.toString(),
                        "--junit-xml",
                        folder.resolve("xml").toString(),
                        "--server-log",
                        folder.resolve("logs").toString(),
                        "--json",
                        folder.resolve("more/events.jsonl").toString()),
                shell::out);

        assertTrue(shell.out().contains("::error file="), shell.out());
        assertTrue(Files.readString(folder.resolve("more/summary.md")).contains("****"));
        assertTrue(Files.readString(folder.resolve("more/events.jsonl")).contains("****"));
        assertFalse(shell.out().contains("hunter"), shell.out());
        assertFalse(shell.err().contains("hunter"), shell.err());
        for (String written : new String[] {"xml", "logs", "more"}) {
            try (Stream<Path> files = Files.list(folder.resolve(written))) {
                for (Path report : files.toList()) {
                    assertFalse(Files.readString(report).contains("hunter"), report + ":\n" + Files.readString(report));
                }
            }
        }
    }
}
