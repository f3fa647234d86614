package dev.binrun.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.report.FakeTerminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lines of running scenarios on a real pseudo terminal, which {@code script} opens. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
@Tag("slow")
class LiveLinesTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int ROWS = 12;
    private static final int COLUMNS = 60;
    private static final String STREAM = "streams: [{name: A, subjects: [a]}]\n";

    @TempDir
    private Path folder;

    @BeforeEach
    void scenarios() throws IOException {
        Path scenarios = Files.createDirectory(folder.resolve("scenarios"));
        String holds = STREAM + "steps: [{stream info: A, during: 1s, expect: {state: {messages: 0}}}]\n";
        Files.writeString(
                scenarios.resolve("a.yaml"),
                "name: first\n" + holds + "---\nname: second\n" + holds + "---\nname: third " + "long ".repeat(20)
                        + "\n" + holds);
    }

    @Test
    void run_showsLiveLines_andRemovesThem() throws Exception {
        Forked.Result result = run("run scenarios --jobs 2", Map.of());

        assertEquals(0, result.exitCode(), result::out);
        assertTrue(result.out().contains("  first"), result::out);
        assertTrue(
                result.out().matches("(?s).*running +\\d\\.\\d s  \\S+.*\r\nrunning +\\d\\.\\d s  \\S+.*"),
                result::out);
        List<String> lines = screen(result.out()).lines();
        assertEquals(
                3, lines.stream().filter(line -> line.startsWith("PASSED ")).count(), lines::toString);
        assertFalse(lines.toString().contains("running"), lines::toString);
        assertFalse(lines.toString().contains("of 3 scenarios"), lines::toString);
        assertTrue(lines.toString().contains(", 3 scenarios: 3 passed in "), lines::toString);
        assertTrue(screen(result.out()).wraps());
    }

    @Test
    void noColour_showsLiveLinesWithoutColours() throws Exception {
        Forked.Result result = run("run scenarios --name first", Map.of("NO_COLOR", "1"));

        assertTrue(result.out().contains("running "), result::out);
        assertFalse(result.out().contains("\u001B[3"), result::out);
    }

    @ParameterizedTest
    @CsvSource({"TERM, dumb", "CI, true"})
    void dumbTerminalAndBuildServer_havePlainLines(String variable, String value) throws Exception {
        Forked.Result result = run("run scenarios --name first", Map.of(variable, value, "NO_COLOR", "1"));

        assertTrue(
                result.out().matches("PASSED +[\\d.]+ s  first\r\n\r\n1 scenario: 1 passed in [\\d.]+ s\r\n"),
                result::out);
    }

    @Test
    void ctrlC_removesTheLiveLines_andShowsTheSummary() throws Exception {
        Files.writeString(
                folder.resolve("slow.yaml"),
                STREAM + "steps: [{stream info: A, within: 25s, expect: {state: {messages: 1}}}]\n");
        try (Forked forked = start("run slow.yaml", Map.of())) {
            await().atMost(LIMIT).until(() -> typescript().contains("running"));

            forked.process().getOutputStream().write(3);
            forked.process().getOutputStream().flush();

            Forked.Result result = forked.result();
            assertEquals(130, result.exitCode(), result::out);
            List<String> lines = screen(result.out()).lines();
            assertFalse(lines.toString().contains("running "), lines::toString);
            assertTrue(
                    lines.toString()
                            .matches(
                                    ".*, interrupted: 0 of 1 finished in [\\d.]+ s; 1 was running, 0 had,? +not,? +started]"),
                    lines::toString);
        }
    }

    private Forked.Result run(String arguments, Map<String, String> variables) throws Exception {
        try (Forked forked = start(arguments, variables)) {
            return forked.result();
        }
    }

    private Forked start(String arguments, Map<String, String> variables) {
        Map<String, String> environment = new HashMap<>(Map.of("TERM", "xterm", "CI", ""));
        environment.putAll(variables);
        return Forked.start(
                "exec script -qefc \"stty rows " + ROWS + " cols " + COLUMNS + "; exec $BINRUN " + arguments
                        + "\" typescript",
                folder,
                environment);
    }

    private String typescript() throws IOException {
        Path file = folder.resolve("typescript");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private static FakeTerminal screen(String output) {
        FakeTerminal terminal = new FakeTerminal(ROWS, COLUMNS);
        terminal.writeBytes(output.getBytes(StandardCharsets.UTF_8));
        return terminal;
    }
}
