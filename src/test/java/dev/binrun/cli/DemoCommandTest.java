package dev.binrun.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.engine.Engine;
import dev.binrun.junit.Samples;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioReader;
import dev.binrun.verdict.Listener;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DemoCommandTest {
    private final FakeShell shell = new FakeShell();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void scenario_isValid_andStatesWhatToWatch(Demo demo) {
        ScenarioCase scenario = demo.scenario();

        assertEquals(List.of(), scenario.problems());
        assertEquals(List.of(), scenario.warnings());
        assertTrue(scenario.config().orElseThrow().description().lines().count() >= 4);
        assertTrue(demo.text().startsWith("# "), demo.text());
    }

    /** The same scenario in seconds. */
    @ParameterizedTest
    @EnumSource
    @Tag("slow")
    void scenario_passes_andItsServerIsKnownFromTheBeginning(Demo demo) {
        String text = demo.text()
                .replace("for: 60s", "for: 5s")
                .replaceAll("for: 5\\ds", "for: 3s")
                .replace("sleep: 4s", "sleep: 100ms")
                .replace("numSessions: 1000", "numSessions: 100")
                .replace("sessionChurn: 300", "sessionChurn: 30");
        assertFalse(text.equals(demo.text()));
        ScenarioCase scenario =
                ScenarioReader.readText(Path.of("demo.yaml"), text).scenarios().get(0);
        List<String> urls = new ArrayList<>();
        List<Boolean> reached = new ArrayList<>();

        Verdict verdict = new Engine(System.getenv()).run(scenario, new Listener() {
            @Override
            public void line(String line) {}

            @Override
            public Runnable serving(ScenarioCase started, List<String> ready) {
                urls.addAll(ready);
                reached.add(canConnect(ready.get(0)));
                return () -> reached.add(canConnect(ready.get(0)));
            }
        });

        assertEquals(Outcome.PASSED, verdict.outcome(), verdict::report);
        assertEquals(demo == Demo.ROLLING ? 3 : 1, urls.size());
        assertEquals(List.of(true, true), reached);
    }

    private static boolean canConnect(String url) {
        URI address = URI.create(url);
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            return socket.getInputStream().read() == 'I'; // INFO
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void noName_listsTheDemos() {
        assertEquals(0, shell.execute("demo"));

        assertEquals(
                Stream.concat(
                                Stream.of(Demo.values()).map(demo -> String.format("%-12s%s", demo, demo.summary())),
                                Stream.of("", "run one: ./jbang binrun.java demo orders"))
                        .toList(),
                shell.out().lines().toList());
        assertEquals(List.of(), shell.ran);
    }

    @Test
    void name_runsItsScenario_andShowsHowToLookAtIt() {
        shell.engine = (scenario, listener) -> {
            listener.serving(scenario, List.of("nats://127.0.0.1:1", "nats://127.0.0.1:2"));
            listener.line("a line of the run");
            return Samples.verdict(scenario, Outcome.PASSED, "", "");
        };

        assertEquals(0, shell.execute("demo", "rolling", "--no-ui"), shell::err);

        assertEquals(Demo.ROLLING.scenario().name(), shell.ran.get(0).name());
        List<String> lines = shell.out().lines().toList();
        assertEquals(Demo.ROLLING.scenario().name(), lines.get(0));
        assertEquals("It takes about a minute. Ctrl-C ends it at once.", lines.get(1));
        assertTrue(lines.contains("Watch:"), shell.out());
        assertTrue(
                lines.contains("  nats --server nats://127.0.0.1:1,nats://127.0.0.1:2 consumer report ORDERS"),
                shell.out());
        assertTrue(lines.contains("a line of the run"), shell.out());
        assertTrue(lines.get(lines.size() - 2).startsWith("PASSED after "), shell.out());
        assertEquals(
                "its scenario file, to change and run: ./jbang binrun.java demo rolling --print",
                lines.get(lines.size() - 1));
    }

    @Test
    void livePage_isServedWhileTheDemoRuns() throws Exception {
        List<Integer> answers = new ArrayList<>();
        shell.engine = (scenario, listener) -> {
            listener.serving(scenario, List.of("nats://127.0.0.1:1")).run();
            answers.add(answer(page()));
            return Samples.verdict(scenario, Outcome.PASSED, "", "");
        };

        assertEquals(0, shell.execute("demo", "orders", "--ui-port", "-1"), shell::err);

        assertEquals(List.of(200), answers);
        assertThrows(IOException.class, () -> page().toURL().openStream().close(), "it ends with the demo");
        assertTrue(shell.out().contains("\nOr with the nats CLI, in another terminal:\n"), shell.out());
    }

    private URI page() {
        String line = shell.out()
                .lines()
                .filter(text -> text.startsWith("Look at it on the live page: "))
                .findFirst()
                .orElseThrow();
        return URI.create(line.substring(line.indexOf("http")));
    }

    private static int answer(URI page) {
        try {
            return ((HttpURLConnection) page.toURL().openConnection()).getResponseCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void takenPort_isAnErrorWithTheFix() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertEquals(2, shell.execute("demo", "orders", "--ui-port", "" + taken.getLocalPort()));

            assertTrue(shell.err().startsWith("--ui-port must be a port that this program can use, was "), shell.err());
            assertEquals(List.of(), shell.ran);
        }
    }

    @Test
    void failedDemo_isExitCode1_withTheReport() {
        shell.engine = (scenario, listener) ->
                Samples.verdict(scenario, Outcome.FAILED, "why", "why\n" + listener.lastLines(scenario));

        assertEquals(1, shell.execute("demo", "orders", "--no-ui"));

        assertEquals("FAILED: why\nrun again: ./jbang binrun.java demo orders\n", shell.err());
    }

    @Test
    void unknownName_isAnErrorWithTheNearest() {
        assertEquals(2, shell.execute("demo", "order"));

        assertEquals(
                "there is no demo 'order' (did you mean 'orders'?)\nSee './jbang binrun.java demo --help'.\n",
                shell.err());
    }

    @Test
    void print_printsTheFile_runsNothing() {
        assertEquals(0, shell.execute("demo", "sessions", "--print"));

        assertEquals(Demo.SESSIONS.text(), shell.out());
        assertEquals(List.of(), shell.ran);
    }

    @Test
    void print_withoutAName_isAnError() {
        assertEquals(2, shell.execute("demo", "--print"));

        assertEquals(
                "--print needs the name of a demo (known: orders, work-queue, sessions, rolling)\n"
                        + "See './jbang binrun.java demo --help'.\n",
                shell.err());
    }

    @Test
    @Tag("slow")
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void interrupt_endsADemoAtOnce_andLeavesNothing() throws Exception {
        Path out = folder.resolve("out");
        try (Forked forked = Forked.start("exec $BINRUN demo rolling --ui-port -1 > " + out, folder, Map.of())) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.exists(out) && Files.readString(out).contains("  nats --server nats://"));
            assertEquals(3, forked.servers().size());
            long start = System.nanoTime();

            new ProcessBuilder("kill", "-INT", Long.toString(forked.process().pid()))
                    .start()
                    .waitFor();

            Forked.Result result = forked.result();
            assertEquals(130, result.exitCode(), result::err);
            assertEquals("", result.err());
            assertTrue(Duration.ofNanos(System.nanoTime() - start).toSeconds() < 10);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> forked.servers().isEmpty() && isEmpty(folder.resolve("tmp")));
        }
    }

    private static boolean isEmpty(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }
}
