package dev.binrun.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.report.XmlReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands whose output cannot be written. */
@EnabledOnOs(OS.LINUX)
@Tag("slow")
class StandardOutputTest {
    private static final String QUICK = "steps: [{server info:, expect: {jetstream: true}}]\n";
    private static final String SLOW = "timeout: 4m\nstreams: [{name: A, subjects: [a]}]\n"
            + "steps: [{stream info: A, within: 3m, expect: {state: {messages: 1}}}]\n";

    @TempDir
    private Path folder;

    @BeforeEach
    void scenario() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), "name: first\n" + QUICK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--help", "--version", "run --help", "help", "schema", "validate a.yaml", "run a.yaml", "--sim"})
    void fullDisk_isExitCode3AndOneSentence(String command) throws Exception {
        Forked.Result result = Forked.run("$BINRUN " + command + " >/dev/full", folder);

        assertEquals(
                "standard output cannot be written: No space left on device; the printed output is incomplete\n",
                result.err());
        assertEquals(3, result.exitCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "schema", "validate a.yaml", "run a.yaml"})
    void closedOutput_isExitCode3AndOneSentence(String command) throws Exception {
        Forked.Result result = Forked.run("$BINRUN " + command + " >&-", folder);

        assertEquals(
                "standard output cannot be written: Bad file descriptor; the printed output is incomplete\n",
                result.err());
        assertEquals(3, result.exitCode());
    }

    /** The verdicts stay: the reports are complete, and a failed scenario fails the run. */
    @Test
    void fullDisk_doesNotEndTheRun() throws Exception {
        Files.writeString(folder.resolve("b.yaml"), QUICK.replace("true", "false"));

        Forked.Result result = Forked.run("$BINRUN run a.yaml b.yaml --junit-xml xml >/dev/full", folder);

        assertEquals(3, result.exitCode());
        assertEquals(
                List.of("first"),
                XmlReport.read(folder.resolve("xml/TEST-a.xml")).names());
        assertEquals("FAILED", XmlReport.read(folder.resolve("xml/TEST-b.xml")).attribute("b", "failure", "type"));
    }

    @Test
    void jsonOnAFullDisk_isExitCode3_andTheLinesForPeopleStay() throws Exception {
        Forked.Result result = Forked.run("$BINRUN run a.yaml --json - >/dev/full", folder);

        assertTrue(result.err().startsWith("PASSED "), result.err());
        assertTrue(
                result.err()
                        .endsWith("\nstandard output cannot be written: No space left on device;"
                                + " the printed output is incomplete\n"),
                result.err());
        assertEquals(3, result.exitCode());
    }

    @Test
    void jsonWhoseReaderHasClosedThePipe_endsTheRun() throws Exception {
        Files.writeString(folder.resolve("z.yaml"), "name: slow\n" + SLOW);

        Forked.Result result = Forked.run(
                "$BINRUN run a.yaml z.yaml --jobs 1 --json - 2>err.txt | head -1; exit ${PIPESTATUS[0]}", folder);

        assertTrue(result.out().startsWith("{\"event\":\"run_started\""), result.out());
        assertEquals(1, result.out().lines().count());
        assertEquals(141, result.exitCode());
    }

    /** A server whose URL is not printed is useless. */
    @Test
    void fullDisk_endsTheServerAtOnce() throws Exception {
        Forked.Result result = Forked.run("$BINRUN server >/dev/full", folder);

        assertEquals(
                "standard output cannot be written: No space left on device; the printed output is incomplete\n",
                result.err());
        assertEquals(3, result.exitCode());
        assertEquals(List.of(), homes());
    }

    @Test
    void fullDisk_liveSystem_warnsAtOnce_andIsExitCode3() throws Exception {
        String warning = "warning: standard output cannot be written; events and commands go on without their lines\n";
        try (Forked live =
                Forked.start("exec $BINRUN --port -1 --store-dir js >/dev/full 2>err.txt", folder, Map.of())) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> Files.exists(folder.resolve("err.txt"))
                            && Files.readString(folder.resolve("err.txt")).equals(warning));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> Files.exists(folder.resolve("js/jetstream/$G/streams/KV_sessions/meta.inf")));
            new ProcessBuilder("kill", "-INT", String.valueOf(live.process().pid()))
                    .start()
                    .waitFor();

            assertEquals(3, live.result().exitCode());
        }
        assertEquals(warning, Files.readString(folder.resolve("err.txt")));
    }

    @Test
    void completeOutput_isNotAnError() throws Exception {
        Forked.Result result = Forked.run("$BINRUN run a.yaml >out.txt", folder);

        assertEquals(0, result.exitCode(), result::err);
        assertTrue(Files.readString(folder.resolve("out.txt")).startsWith("PASSED "));
        assertEquals("", result.err());
    }

    @Test
    void closedPipe_endsTheRunWithoutAMessage() throws Exception {
        for (int i = 0; i < 6; i++) {
            Files.writeString(folder.resolve("a" + i + ".yaml"), QUICK);
        }
        Files.writeString(folder.resolve("z.yaml"), "name: slow\n" + SLOW);
        long start = System.nanoTime();

        Forked.Result result = Forked.run(
                "$BINRUN run a.yaml a?.yaml z.yaml --jobs 2 --junit-xml xml | head -1; exit ${PIPESTATUS[0]}", folder);

        assertEquals("", result.err());
        assertEquals(1, result.out().lines().count());
        assertEquals(141, result.exitCode());
        assertTrue(Duration.ofNanos(System.nanoTime() - start).toSeconds() < 170, "the slow one was not waited for");
        assertEquals(1, XmlReport.read(folder.resolve("xml/TEST-z.xml")).names().size());
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertEquals(List.of(), homes()));
    }

    @Test
    void closedPipe_endsOtherCommandsToo() throws Exception {
        Forked.Result result = Forked.run("$BINRUN schema | head -1; exit ${PIPESTATUS[0]}", folder);

        assertEquals("", result.err());
        assertEquals("{\n", result.out());
        assertEquals(141, result.exitCode());
    }

    private List<String> homes() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("tmp"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
