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
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command {@code watch} on a real pseudo terminal of 40 columns, which {@code script} opens, with real servers. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
@Tag("slow")
class WatchTerminalTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String KEYS = "a=all f=failed t=last o=report q=quit";
    private static final String SLOW =
            "streams: [{name: A, subjects: [a]}]\nsteps: [{stream info: A, within: 25s, expect: {state: {messages: 1}}}]\n";

    @TempDir
    private Path folder;

    @BeforeEach
    void scenario() throws IOException {
        save("first");
    }

    @Test
    void keys_needNoEnter_andTheTerminalIsSetBack() throws Exception {
        try (Forked forked = start(Map.of())) {
            awaitWaiting(1);
            assertEquals("-icanon -echo", settings("during"));
            save("second");
            awaitWaiting(2);
            type(forked, "o");
            await().atMost(LIMIT).until(() -> typescript().contains("report: "));
            type(forked, "q");

            Forked.Result result = forked.result();
            assertEquals(0, result.exitCode(), result::out);
            List<String> lines = screen(result.out()).lines();
            assertTrue(
                    lines.toString().matches(".*PASSED +\\d\\.\\d\\d s  first.*PASSED +\\d\\.\\d\\d s  second.*"),
                    lines::toString);
            assertFalse(lines.toString().contains(KEYS), lines::toString);
            assertEquals("icanon echo", settings("after"));
        }
        await().atMost(LIMIT).until(() -> names("tmp").isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "HUP, 129", "KILL, 137"})
    void signalDuringARun_leavesNothing(String signal, int exitCode) throws Exception {
        Files.writeString(folder.resolve("a.yaml"), SLOW);
        try (Forked forked = start(Map.of())) {
            await().atMost(LIMIT).until(() -> forked.servers().size() == 1);
            await().atMost(LIMIT).until(() -> settings("during").equals("-icanon -echo"));

            new ProcessBuilder("kill", "-" + signal, java(forked)).start().waitFor();

            assertEquals(exitCode, forked.result().exitCode());
            assertEquals("icanon echo", settings("after"));
            await().atMost(LIMIT).until(() -> names("tmp").isEmpty());
            assertTrue(forked.servers().isEmpty());
        }
    }

    @Test
    void ctrlC_endsIt() throws Exception {
        try (Forked forked = start(Map.of())) {
            awaitWaiting(1);

            type(forked, "\u0003");

            Forked.Result result = forked.result();
            assertEquals(130, result.exitCode(), result::out);
            assertFalse(result.out().contains("interrupted"), result::out);
            assertEquals("icanon echo", settings("after"));
        }
    }

    @Test
    void dumbTerminal_hasPlainLines_andTheSameKeys() throws Exception {
        try (Forked forked = start(Map.of("TERM", "dumb"))) {
            await().atMost(LIMIT).until(() -> typescript().contains("waiting for a save; " + KEYS));

            type(forked, "q");

            Forked.Result result = forked.result();
            assertEquals(0, result.exitCode(), result::out);
            assertFalse(result.out().contains("\u001B"), result::out);
        }
    }

    @Test
    void noTerminal_watchesUntilASignal() throws Exception {
        try (Forked forked = Forked.start("exec $BINRUN watch a.yaml </dev/null >out", folder, Map.of())) {
            await().atMost(LIMIT)
                    .until(() -> Files.exists(folder.resolve("out"))
                            && Files.readString(folder.resolve("out")).contains("waiting for a save; Ctrl-C ends\n"));
            save("second");
            await().atMost(LIMIT)
                    .until(() -> Files.readString(folder.resolve("out")).contains("s  second"));

            new ProcessBuilder("kill", "-INT", String.valueOf(forked.process().pid()))
                    .start()
                    .waitFor();

            assertEquals(130, forked.result().exitCode());
            assertEquals("", forked.result().err());
            await().atMost(LIMIT).until(() -> names("tmp").isEmpty());
        }
    }

    /** A limit of the file size stands for a full disk; the server keeps its messages in memory. */
    @Test
    void reportThatCannotBeWritten_isNamed_andScenariosRun() throws Exception {
        Files.createDirectory(folder.resolve("target"));
        Files.writeString(
                folder.resolve("a.yaml"),
                Files.readString(folder.resolve("a.yaml")).replace("[a]}", "[a], storage: memory}"));
        try (Forked forked = Forked.start(
                "ulimit -f 4; exec $BINRUN watch a.yaml </dev/null >out",
                folder,
                Map.of(),
                List.of("-XX:-UsePerfData"))) {
            Path out = folder.resolve("out");
            await().atMost(LIMIT)
                    .until(() -> Files.exists(out) && Files.readString(out).contains("waiting for a save"));

            String shown = Files.readString(out);
            assertTrue(
                    shown.matches("(?s)\n\\d\\d:\\d\\d:\\d\\d all\nPASSED .*\nthe report \\S+/target/binrun-watch.html"
                            + " cannot be written: File too large\nwaiting for a save; Ctrl-C ends\n"),
                    shown);
            new ProcessBuilder("kill", "-INT", String.valueOf(forked.process().pid()))
                    .start()
                    .waitFor();
            assertEquals(130, forked.result().exitCode());
        }
    }

    /** The shell around the command keeps the terminal open, and prints its settings. */
    private Forked start(Map<String, String> variables) throws IOException {
        Files.writeString(folder.resolve("watch.sh"), """
                stty rows 20 cols 40
                tty >tty
                $BINRUN watch a.yaml
                code=$?
                tries=0
                while [ $tries -lt 50 ] && stty -a | grep -q -e -icanon; do sleep 0.1; tries=$((tries + 1)); done
                stty -a | grep -oE -e '-?\\b(icanon|echo)\\b' >after
                exit $code
                """);
        Map<String, String> environment = new java.util.HashMap<>(Map.of("TERM", "xterm", "CI", "", "DISPLAY", ""));
        environment.putAll(variables);
        return Forked.start("exec script -qefc \"bash watch.sh\" typescript", folder, environment);
    }

    /** Returns the settings of the terminal. */
    private String settings(String when) throws Exception {
        if (when.equals("during")) {
            Process stty = new ProcessBuilder(
                            "bash", "-c", "stty -a <\"$(cat tty)\" | grep -oE -e '-?\\b(icanon|echo)\\b' >during")
                    .directory(folder.toFile())
                    .start();
            stty.waitFor();
        }
        return String.join(" ", Files.readAllLines(folder.resolve(when)));
    }

    private String java(Forked forked) {
        return forked.process()
                .descendants()
                .filter(child -> child.info().command().orElse("").endsWith("/java"))
                .findFirst()
                .map(child -> String.valueOf(child.pid()))
                .orElseThrow();
    }

    private void awaitWaiting(int times) {
        await().atMost(LIMIT).until(() -> typescript().split(KEYS, -1).length > times);
    }

    private static void type(Forked forked, String key) throws IOException {
        forked.process().getOutputStream().write(key.getBytes(StandardCharsets.US_ASCII));
        forked.process().getOutputStream().flush();
    }

    private void save(String name) throws IOException {
        Files.writeString(
                folder.resolve("a.yaml"),
                "name: " + name
                        + "\nstreams: [{name: A, subjects: [a]}]\nsteps: [{stream info: A, expect: {state: {messages: 0}}}]\n");
    }

    private String typescript() throws IOException {
        Path file = folder.resolve("typescript");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private List<String> names(String below) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(below))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static FakeTerminal screen(String output) {
        FakeTerminal terminal = new FakeTerminal(20, 40);
        terminal.writeBytes(output.getBytes(StandardCharsets.UTF_8));
        return terminal;
    }
}
