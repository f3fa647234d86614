package dev.binrun.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.binrun.reload.Rebuild;
import dev.binrun.server.host.PortOwner;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code dev} in a JVM of its own, on the source of one class. */
@Timeout(600)
@EnabledOnOs(OS.LINUX)
@Tag("slow")
@SuppressWarnings("try") // closing a connection can be interrupted
class DevTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String SOURCE = "dev/binrun/playground/Playground.java";
    private static final Pattern URL = Pattern.compile("Live system on (nats://127.0.0.1:\\d+)");

    @TempDir
    private Path folder;

    private Path source;
    private String text;

    @BeforeEach
    void source() throws IOException {
        Path original = Path.of("src/main/java", SOURCE);
        source = folder.resolve("src").resolve(SOURCE);
        Files.createDirectories(source.getParent());
        Files.copy(original, source, StandardCopyOption.COPY_ATTRIBUTES);
        text = Files.readString(original);
    }

    @Test
    void change_isLive_andStreamsSessionsAndThePortSurvive() throws Exception {
        try (Forked forked = start("")) {
            awaitOutput("Live system on ");
            String url = url();
            try (Connection nats = Nats.connect(url)) {
                nats.keyValue("sessions").put("Alice", "{\"subscriptions\":[\"event.a\"]}");
                awaitOutput("session Alice subscribes to event.a");
                nats.jetStream().publish("event.a", "before".getBytes(StandardCharsets.UTF_8));
                awaitOutput("event for Alice: event.a #1 before");
            }

            save("\"Changed system on \"");

            awaitOutput("Changed system on " + url + ", storing in ");
            assertTrue(
                    output().matches("(?s).*\ndev: Playground.java changed, 1 file compiled in \\d+\\.\\d\\d s\n.*"),
                    this::output);
            try (Connection nats = Nats.connect(url)) {
                nats.jetStream().publish("event.a", "after".getBytes(StandardCharsets.UTF_8));
                awaitOutput("event for Alice: event.a #2 after");
                assertEquals(
                        2,
                        nats.getStreamContext("EVENT")
                                .getStreamInfo()
                                .getStreamState()
                                .getMsgCount());
            }
            assertFalse(output().contains("warning"), this::output);
            stop(forked, "INT", 0);
        }
    }

    @Test
    void compileError_isShown_andTheOldOneGoesOn() throws Exception {
        try (Forked forked = start("")) {
            awaitOutput("Live system on ");

            save("missing()");
            awaitOutput("dev: 1 error; the live system stays as it is");

            assertTrue(
                    output().contains("\nsrc/" + SOURCE + ":" + line()
                            + ": cannot find symbol\n  symbol:   method missing()\n"),
                    this::output);
            try (Connection nats = Nats.connect(url())) {
                assertEquals(Connection.Status.CONNECTED, nats.getStatus());
            }
            save("\"Mended system on \"");
            awaitOutput("Mended system on ");
            stop(forked, "INT", 0);
        }
    }

    @Test
    void newCodeThatFails_isNoEnd() throws Exception {
        try (Forked forked = start("")) {
            awaitOutput("Live system on ");

            Files.writeString(source, text.replace("shutdown.closes(output::isComplete);", "System.exit(5);"));
            awaitOutput("dev: the live system ended with exit code ");
            save("\"Mended system on \"");

            awaitOutput("Mended system on ");
            stop(forked, "INT", 0);
        }
    }

    @Test
    void config_isCheckedBeforeTheRestart() throws Exception {
        Path config = Files.writeString(folder.resolve("more.yaml"), "streams: [{name: A, subjects: [a]}]\n");
        try (Forked forked = start("--config more.yaml")) {
            awaitOutput("stream A was made");
            awaitOutput("Live system on ");

            Files.writeString(config, "streams: [{nam: B}]\n");
            awaitOutput("dev: the live system stays as it is");
            assertTrue(output().contains("--config:\nmore.yaml:1:11: "), this::output);
            assertFalse(output().contains("stream B"), this::output);
            Files.writeString(config, "streams: [{name: A, subjects: [a]}, {name: B, subjects: [b]}]\n");

            awaitOutput("stream B was made");
            awaitStarts(2);
            stop(forked, "TERM", 0);
        }
    }

    @Test
    void kill_ofTheFirstJvm_leavesNothing_andTheStopIsClean() throws Exception {
        try (Forked forked = start("")) {
            awaitOutput("Live system on ");
            save("\"Changed system on \"");
            awaitOutput("Changed system on ");
            List<ProcessHandle> all = forked.process().descendants().toList();
            assertEquals(1, forked.servers().size());

            forked.process().destroyForcibly();

            await().atMost(LIMIT).until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
            assertTrue(Files.exists(folder.resolve("js/clean-stop")), "the stop was clean");
            await().atMost(LIMIT).until(() -> names("tmp").isEmpty());
        }
    }

    @Test
    void takenPort_endsIt() throws Exception {
        try (Forked first = start("")) {
            awaitOutput("Live system on ");
            String port = url().replaceFirst(".*:", "");

            Path other = Files.createDirectory(folder.resolve("other"));
            Forked.Result result = Forked.run("exec $BINRUN dev --source ../src --store-dir js --port " + port, other);

            assertEquals(3, result.exitCode());
            assertTrue(result.err().contains(port), result::err);
            stop(first, "INT", 0);
        }
    }

    /** Others may take the default port of the page while no live system of this command has it. */
    @Test
    void pagePortThatIsTakenMeanwhile_isReplaced() throws Exception {
        try (Forked forked = start("")) {
            awaitOutput("Live system on ");
            assumeTrue(output().contains("Live page on http://127.0.0.1:8422\n"), "another test has the port");
            Files.writeString(source, text.replace("shutdown.closes(output::isComplete);", "System.exit(5);"));
            awaitOutput("dev: the live system ended with exit code ");
            assumeTrue(PortOwner.isFree(8422), "another test has the port");
            try (ServerSocket taken = new ServerSocket(8422, 1, InetAddress.getLoopbackAddress())) {
                save("\"Mended system on \"");

                awaitOutput("port 8422 is taken, so the live page is on another one");
                awaitOutput("Mended system on ");
                assertTrue(taken.isBound());
            }
            stop(forked, "INT", 0);
        }
    }

    /** The words that the wrapper passes on name a script that stands for JBang. */
    @Test
    void script_isBuiltByJBang() throws Exception {
        Path script = Files.writeString(folder.resolve("binrun.java"), "class binrun {}\n");
        Path jbang = Files.writeString(folder.resolve("jbang"), """
                #!/bin/sh
                [ "$1" = info ] && exec cat info.json
                echo "jbang $*"
                ! grep -q broken binrun.java
                """);
        Files.setPosixFilePermissions(jbang, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(folder.resolve("info.json"), info().toString());
        try (Forked forked = start("", Map.of("JBANG_TYPED", jbang + "\n" + script), List.of())) {
            awaitOutput("Live system on ");

            Files.writeString(script, "broken\n");
            awaitOutput("dev: JBang could not build " + script + " (see above); the live system stays as it is");
            Files.writeString(script, "class binrun { }\n");
            awaitStarts(2);

            assertTrue(output().contains("jbang build " + script + "\n"), this::output);
            save("\"Changed system on \"");
            awaitOutput("Changed system on ");
            stop(forked, "INT", 0);
        }
    }

    @Test
    void javaWithoutCompiler_isOneSentence() throws Exception {
        List<String> runtime = List.of(
                "--limit-modules",
                "java.base,java.logging,java.management,java.naming,java.net.http,java.sql,jdk.unsupported");
        try (Forked forked = start("", Map.of(), runtime)) {
            Forked.Result result = forked.result();

            assertEquals(3, result.exitCode());
            assertTrue(
                    result.err().matches("(?s).*this Java has no compiler: \\S+ \\(version \\S+\\); use a JDK\n"),
                    result::err);
        }
    }

    private JsonObject info() throws Exception {
        Path own = Path.of(Rebuild.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        JsonObject info = new JsonObject();
        info.addProperty("applicationJar", own.toString());
        JsonArray others = new JsonArray();
        Stream.of(Forked.classPath().split(File.pathSeparator))
                .filter(entry -> !entry.equals(own.toString()))
                .forEach(others::add);
        info.add("resolvedDependencies", others);
        JsonArray options = new JsonArray();
        List.of("-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + folder.resolve("tmp"))
                .forEach(options::add);
        info.add("runtimeOptions", options);
        return info;
    }

    private Forked start(String arguments) {
        return start(arguments, Map.of(), List.of());
    }

    private Forked start(String arguments, Map<String, String> variables, List<String> options) {
        return Forked.start(
                "exec $BINRUN dev --source src --port -1 --store-dir js " + arguments + " >out",
                folder,
                variables,
                options);
    }

    private void stop(Forked forked, String signal, int exitCode) throws Exception {
        new ProcessBuilder("kill", "-" + signal, String.valueOf(forked.process().pid()))
                .start()
                .waitFor();
        assertEquals(exitCode, forked.result().exitCode(), this::output);
        assertEquals("", forked.result().err());
        assertTrue(Files.exists(folder.resolve("js/clean-stop")), "the stop was clean");
        await().atMost(LIMIT).until(() -> names("tmp").isEmpty());
    }

    private void save(String welcome) throws IOException {
        Files.writeString(source, text.replace("\"Live system on \"", welcome));
    }

    private long line() {
        return text.substring(0, text.indexOf("\"Live system on \"")).lines().count();
    }

    private String url() {
        Matcher url = URL.matcher(output());
        assertTrue(url.find(), this::output);
        return url.group(1);
    }

    private void awaitOutput(String part) {
        await().atMost(LIMIT)
                .failFast(() -> output().contains("binrun itself failed"))
                .untilAsserted(() -> assertTrue(output().contains(part), () -> part + " is not in\n" + output()));
    }

    private void awaitStarts(int number) {
        await().atMost(LIMIT).until(() -> URL.matcher(output()).results().count() == number);
    }

    private String output() {
        try {
            Path out = folder.resolve("out");
            return Files.exists(out) ? Files.readString(out) : "";
        } catch (IOException e) {
            return "";
        }
    }

    private List<String> names(String below) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(below))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
