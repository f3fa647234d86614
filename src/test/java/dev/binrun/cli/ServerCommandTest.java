package dev.binrun.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.page.PageEvents;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs the command in a separate process, because a signal ends it. */
@Tag("slow")
class ServerCommandTest {
    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void end() throws Exception {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void server_printsAUrlThatClientsReach() throws Exception {
        Process process = start("server");

        Connection connection = Nats.connect(options(url(process)));
        List<String> streams = connection.jetStreamManagement().getStreamNames();
        connection.close();

        assertEquals(List.of(), streams);
    }

    @Test
    void server_invalidPort_isAUsageError() {
        FakeShell shell = new FakeShell();

        assertEquals(2, shell.execute("server", "--port", "99999"));

        assertEquals(
                "the server's port must be from 1 to 65535, or -1 for any free one, was 99999\n"
                        + "See './jbang binrun.java server --help'.\n",
                shell.err());
    }

    @Test
    void server_withMonitoring_printsBothUrls() throws Exception {
        Process process = start("server", "--monitor-port", "-1");

        BufferedReader out = process.inputReader();
        out.readLine();
        String monitor = out.readLine();

        assertTrue(monitor.startsWith("http://127.0.0.1:"), monitor);
        try (var in = URI.create(monitor + "/healthz").toURL().openStream()) {
            assertTrue(new String(in.readAllBytes(), StandardCharsets.UTF_8).contains("ok"));
        }
    }

    @Test
    void server_withTheLivePage_printsItsAddress() throws Exception {
        Process process = start("server", "--ui", "--ui-port", "-1", "--read-only");
        BufferedReader out = process.inputReader();
        String url = out.readLine();
        String page = out.readLine();

        assertTrue(page.matches("live page: http://127\\.0\\.0\\.1:\\d+"), page);
        try (PageEvents events = new PageEvents(page.substring("live page: ".length()) + "/events")) {
            assertEquals(
                    url,
                    events.snapshot(snapshot -> snapshot.has("streams"))
                            .getAsJsonObject("server")
                            .get("url")
                            .getAsString());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            value = {
                "--ui-port 9000 => --ui-port: the live page is off; add --ui",
                "--read-only => --read-only: the live page is off; add --ui",
                "--ui --ui-port 0 => --ui-port must be a port from 1 to 65535, or -1 for any free one, was \"0\"",
            })
    void server_wrongOptionsOfThePage_areUsageErrors(String line, String message) {
        FakeShell shell = new FakeShell();
        List<String> arguments = new ArrayList<>(List.of("server"));
        arguments.addAll(List.of(line.split(" ")));

        assertEquals(2, shell.execute(arguments.toArray(String[]::new)));

        assertEquals(message + "\nSee './jbang binrun.java server --help'.\n", shell.err());
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void server_signal_endsWithZero_andStopsItsServer() throws Exception {
        Process process = start("server");
        url(process);
        List<ProcessHandle> servers = servers(process);

        process.toHandle().destroy();

        assertTrue(process.waitFor(10, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue());
        assertEquals("", new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(1, servers.size());
        await().atMost(Duration.ofSeconds(10)).until(() -> servers.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void server_endsByItself_isAnError() throws Exception {
        Process process = start("server");
        String url = url(process);

        servers(process).forEach(ProcessHandle::destroyForcibly);

        assertTrue(process.waitFor(10, TimeUnit.SECONDS));
        assertEquals(3, process.exitValue());
        String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(error.startsWith("nats-server at " + url + " ended by itself; the last lines of its log:\n"), error);
        assertTrue(error.contains("Server is ready"), error);
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.binrun.cli.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().remove("JAVA_TOOL_OPTIONS"); // the JVM would print it on standard error
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private static List<ProcessHandle> servers(Process process) {
        return process.toHandle()
                .descendants()
                .filter(child -> child.info().command().orElse("").contains("nats-server"))
                .toList();
    }

    private static String url(Process process) throws IOException {
        BufferedReader out = process.inputReader();
        String line = out.readLine();
        assertTrue(line != null && line.startsWith("nats://127.0.0.1:"), "printed: " + line);
        return line;
    }

    private static Options options(String url) {
        return Options.builder().server(url).maxReconnects(0).build();
    }
}
