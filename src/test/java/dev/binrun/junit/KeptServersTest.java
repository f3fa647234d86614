package dev.binrun.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.binrun.cli.Main;
import dev.binrun.server.cluster.NatsCluster;
import dev.binrun.server.host.KeepRule;
import dev.binrun.server.host.Polling;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Servers of failed tests and scenarios that outlive their JVM. */
@Timeout(180)
@DisabledOnOs(OS.WINDOWS)
@Tag("slow")
class KeptServersTest {
    private static final Pattern NODE = Pattern.compile(
            "n\\d is running(?: again \\(it was paused\\))? at (nats://[\\d.:]+), pid (\\d+), store (\\S+)");
    private static final Pattern STOP = Pattern.compile("stop, and remove the store:\\s+(.*)");

    @TempDir
    private Path temporary;

    private final List<ProcessHandle> kept = new ArrayList<>();

    @AfterEach
    void endKept() {
        kept.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void failedTest_keepsServerAndStore_untilTheStopCommand() throws Exception {
        String output = jvm("-Dbinrun.keep=failed", KeptMain.class, OneFails.class.getName());
        assertTrue(output.contains("kept after the failure of OneFails.fails:\n"), output);
        assertEquals(1, output.split("kept after the failure", -1).length - 1, output);
        assertEquals(1, nodes(output).size(), output);
        String url = nodes(output).get(0).group(1);
        assertTrue(output.contains("\n    nats -s " + url + " stream ls\n"), output);
        assertTrue(output.contains("\n    nats -s " + url + " consumer report ORDERS\n"), output);
        assertMessages(url, 1);
        stop(output);
    }

    @EmbeddedNats
    static class OneFails {
        @Test
        void passes(JetStreamManagement streams) throws Exception {
            addOrders(streams, 1);
        }

        @Test
        void fails(JetStreamManagement streams, JetStream orders) throws Exception {
            addOrders(streams, 1);
            orders.publish("orders.new", new byte[1]);
            fail("expected");
        }
    }

    @Test
    void failedTestOfAClass_keepsTheSharedServer() throws Exception {
        String output = jvm("-Dbinrun.keep=failed", KeptMain.class, Shared.class.getName());
        assertTrue(output.contains("kept after the failure of Shared.fails:\n"), output);
        assertMessages(nodes(output).get(0).group(1), 2);
        stop(output);
    }

    @EmbeddedNats(scope = NatsScope.CLASS)
    @org.junit.jupiter.api.TestMethodOrder(org.junit.jupiter.api.MethodOrderer.MethodName.class)
    static class Shared {
        @Test
        void fails(JetStreamManagement streams, JetStream orders) throws Exception {
            addOrders(streams, 1);
            orders.publish("orders.new", new byte[1]);
            fail("expected");
        }

        @Test
        void passes(JetStream orders) throws Exception {
            orders.publish("orders.new", new byte[1]);
        }
    }

    @Test
    void failedTestOfACluster_healsLinksAndResumesNodes() throws Exception {
        String output = jvm("-Dbinrun.keep=failed", KeptMain.class, Clustered.class.getName());
        assertTrue(output.contains("\n  the cut and delayed links are healed\n"), output);
        assertTrue(output.contains("\n  n2 is running again (it was paused) at nats://"), output);
        assertTrue(output.contains("\n  n3 is stopped at nats://"), output);
        assertEquals(2, nodes(output).size(), output);
        assertMessages(nodes(output).get(0).group(1), 1);
        assertMessages(nodes(output).get(1).group(1), 2);
        stop(output);
    }

    @EmbeddedNats(nodes = 3)
    static class Clustered {
        @Test
        void fails(JetStreamManagement streams, JetStream orders, NatsCluster cluster) throws Exception {
            addOrders(streams, 3);
            orders.publish("orders.new", new byte[1]);
            cluster.cut(cluster.node("n1"));
            cluster.node("n2").pause();
            cluster.node("n3").kill();
            fail("expected");
        }
    }

    @Test
    void withoutTheProperty_nothingIsKept() throws Exception {
        String output = jvm("-Dbinrun.keep=none", KeptMain.class, OneFails.class.getName());
        assertTrue(output.contains("expected"), output);
        assertFalse(output.contains("kept after"), output);
        assertEquals(List.of(), homes());
    }

    @Test
    void unknownValue_failsEachClassBeforeItsServers() throws Exception {
        String output = jvm("-Dbinrun.keep=all", KeptMain.class, OneFails.class.getName());
        assertTrue(output.contains("binrun.keep: unknown value \"all\"; write one of none, failed"), output);
    }

    @Test
    void runCommand_keepsServersOfFailedScenarios() throws Exception {
        Path scenario = Files.writeString(temporary.resolve("a.yaml"), UserProjects.SCENARIOS);
        String output = jvm("-Dx=y", Main.class, "run", "--keep", "failed", scenario.toString());
        assertTrue(output.contains("kept after the failure of this scenario:\n"), output);
        assertEquals(1, nodes(output).size(), output);
        assertMessages(nodes(output).get(0).group(1), 1);
        stop(output);
    }

    @Test
    void runCommand_unknownValue_namesTheAllowedOnes() throws Exception {
        String output = jvm("-Dx=y", Main.class, "run", "--keep", "always");
        assertTrue(output.contains("--keep: unknown value \"always\"; write one of none, failed"), output);
    }

    @Test
    void rule_isNoneByDefault() {
        assertEquals(KeepRule.NONE, KeepRule.of(new java.util.Properties()));
        assertThrows(IllegalArgumentException.class, () -> KeepRule.of("--keep", ""));
    }

    private static void addOrders(JetStreamManagement streams, int replicas) throws Exception {
        streams.addStream(StreamConfiguration.builder()
                .name("ORDERS")
                .subjects("orders.>")
                .storageType(StorageType.Memory)
                .replicas(replicas)
                .build());
    }

    /** Runs a JVM to its end, and returns its output. */
    private String jvm(String option, Class<?> main, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary,
                option,
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), output);
        nodes(output)
                .forEach(node -> ProcessHandle.of(Long.parseLong(node.group(2))).ifPresent(kept::add));
        return output;
    }

    private static List<java.util.regex.MatchResult> nodes(String output) {
        return NODE.matcher(output).results().toList();
    }

    @SuppressWarnings("try") // Connection.close can be interrupted
    private static void assertMessages(String url, int count) throws Exception {
        try (Connection connection = Nats.connect(url)) {
            assertEquals(
                    count,
                    connection
                            .jetStreamManagement()
                            .getStreamInfo("ORDERS")
                            .getStreamState()
                            .getMsgCount());
            connection.jetStream().publish("orders.new", new byte[1]);
        }
    }

    /** Runs the printed command, and checks that no process and no file remains. */
    private void stop(String output) throws Exception {
        Matcher command = STOP.matcher(output);
        assertTrue(command.find(), output);
        assertFalse(homes().isEmpty(), output);
        Process shell =
                new ProcessBuilder("sh", "-c", command.group(1)).inheritIO().start();
        assertEquals(0, shell.waitFor());
        Optional<String> left = new Polling(Duration.ofMillis(10))
                .interruptibly(
                        System.nanoTime() + Duration.ofSeconds(10).toNanos(),
                        () -> kept.stream()
                                .filter(ProcessHandle::isAlive)
                                .map(process -> "alive: " + process.pid())
                                .findFirst());
        assertEquals(Optional.empty(), left);
        assertEquals(List.of(), homes());
    }

    private List<Path> homes() throws IOException {
        try (Stream<Path> all = Files.walk(temporary, 2)) {
            return all.filter(path -> path.getFileName().toString().startsWith("binrun-"))
                    .filter(path -> path.getParent().getFileName().toString().startsWith("binrun-"))
                    .toList();
        }
    }
}
