package dev.binrun.junit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.binrun.server.NatsServer;
import dev.binrun.server.cluster.NatsCluster;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;

/** Reports on the servers of failed tests, as users see them. */
@Timeout(120)
class KitFailureTest {
    @Test
    void report_ofOneServer_hasUrlStreamsConsumersAndLog() {
        String shown = shown(KitRun.of(Orders.class));
        assertTrue(shown.contains("\tSuppressed: state of the server when the test failed: nats://127.0.0.1:"), shown);
        assertTrue(shown.contains("\n  n1 is running at nats://127.0.0.1:"), shown);
        assertTrue(shown.contains("\n  stream ORDERS: 3 messages, first sequence 1, last sequence 3, "), shown);
        assertTrue(
                shown.contains("\n    consumer worker: 1 pending, 2 ack pending, 1 redelivered, 0 waiting pulls, "
                        + "last delivered 2, ack floor 0\n"),
                shown);
        assertTrue(shown.contains("\n  last log lines of n1: none since its start\n"), shown);
    }

    @EmbeddedNats
    static class Orders {
        @Test
        void fails(Connection connection, JetStreamManagement streams, JetStream orders) throws Exception {
            addOrders(streams);
            streams.createConsumer(
                    "ORDERS",
                    ConsumerConfiguration.builder()
                            .durable("worker")
                            .ackPolicy(AckPolicy.Explicit)
                            .build());
            for (int i = 0; i < 3; i++) {
                orders.publish("orders.new", new byte[1]);
            }
            connection.getConsumerContext("ORDERS", "worker").next().nak();
            connection.getConsumerContext("ORDERS", "worker").next();
            connection.getConsumerContext("ORDERS", "worker").next();
            fail("expected");
        }
    }

    @Test
    void report_ofACluster_hasLeadersAndTheStatesOfItsNodes() {
        String shown = shown(KitRun.of(Clustered.class));
        assertTrue(shown.contains("\n  n1 is stopped at nats://127.0.0.1:"), shown);
        assertTrue(shown.contains("\n  n2 is paused at nats://127.0.0.1:"), shown);
        assertTrue(shown.contains("; its streams are unknown\n"), shown);
        assertTrue(shown.contains("\n  n3 is running at nats://127.0.0.1:"), shown);
        assertTrue(shown.contains("\n  stream ORDERS: 0 messages, "), shown);
        assertTrue(
                shown.matches("(?s).*\n  stream ORDERS: 0 messages, [^\n]* bytes, (no leader|leader n\\d)\n.*"), shown);
        assertTrue(shown.matches("(?s).*\n  last log lines of n3:(\n    \\[[^\n]*)+\n.*"), shown);
        assertTrue(shown.lines().filter(line -> line.startsWith("    [")).count() <= 60, shown);
    }

    @EmbeddedNats(nodes = 3)
    static class Clustered {
        @Test
        void fails(JetStreamManagement streams, NatsCluster cluster) throws Exception {
            streams.addStream(StreamConfiguration.builder()
                    .name("ORDERS")
                    .subjects("orders.>")
                    .replicas(3)
                    .build());
            cluster.leaderOf("ORDERS");
            cluster.node("n1").kill();
            cluster.node("n2").pause();
            fail("expected");
        }
    }

    @Test
    void report_ofAStoppedProcess_saysSoInTime() {
        long start = System.nanoTime();
        String shown = shown(KitRun.of(Frozen.class));
        assertTrue(shown.contains("; its streams are unknown: its monitoring did not respond within 1000ms\n"), shown);
        assertTrue(Duration.ofNanos(System.nanoTime() - start).toSeconds() < 30);
    }

    /** Each thread stops by itself. */
    private static boolean isStopped(long pid) throws IOException {
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
            for (Path thread : threads) {
                if (!Files.readString(thread.resolve("stat")).contains(") T ")) {
                    return false;
                }
            }
            return true;
        }
    }

    @EmbeddedNats
    static class Frozen {
        @Test
        void fails(NatsServer server) throws Exception {
            new ProcessBuilder("kill", "-STOP", "" + server.pid()).start().waitFor();
            await().until(() -> isStopped(server.pid()));
            fail("expected");
        }
    }

    @Test
    void report_withSecretsAndHostileNames_masksAndEscapesThem() {
        String shown = shown(KitRun.of(Hostile.class));
        assertTrue(shown.contains("\n  stream A\\x1b[31mB: 0 messages, "), shown);
        assertFalse(shown.contains("\u001b"), shown);
        assertFalse(shown.contains("correct-horse"), shown);
        assertTrue(shown.contains("\n  stream ****: 0 messages, "), shown);
    }

    @EmbeddedNats(config = "accounts: {$SYS: {users: [{user: admin, password: correct-horse}]}}")
    static class Hostile {
        @Test
        void fails(Connection connection) throws Exception {
            add(connection, "A\\u001b[31mB", "a");
            add(connection, "correct-horse", "b");
            fail("expected");
        }

        private static void add(Connection connection, String stream, String subject) throws Exception {
            String config = "{\"name\":\"" + stream + "\",\"subjects\":[\"" + subject + "\"]}";
            connection.request(
                    "$JS.API.STREAM.CREATE." + (subject.equals("a") ? "A\u001b[31mB" : stream),
                    config.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    Duration.ofSeconds(5));
        }
    }

    @Test
    void report_withManyStreams_isShort() {
        String shown = shown(KitRun.of(Many.class));
        assertTrue(shown.contains("\n  … and 5 more streams\n"), shown);
        assertEquals(
                20, shown.lines().filter(line -> line.startsWith("  stream ")).count());
        assertTrue(shown.contains("\n    … and 2 more consumers\n"), shown);
    }

    @EmbeddedNats
    static class Many {
        @Test
        void fails(JetStreamManagement streams) throws Exception {
            for (int i = 0; i < 25; i++) {
                streams.addStream(StreamConfiguration.builder()
                        .name("S" + i)
                        .subjects("s." + i)
                        .build());
            }
            for (int i = 0; i < 12; i++) {
                streams.createConsumer(
                        "S0", ConsumerConfiguration.builder().durable("c" + i).build());
            }
            fail("expected");
        }
    }

    @Test
    void report_followsEachKindOfFailure() {
        for (Class<?> sample : List.of(
                InBeforeEach.class, InBeforeAll.class, InConstructor.class, InDynamicTest.class, OfClass.class)) {
            String shown = shown(KitRun.of(sample));
            assertEquals(2, shown.split("state of the server when the test failed", -1).length, shown);
        }
    }

    @EmbeddedNats
    static class InBeforeEach {
        @BeforeEach
        void before() {
            fail("expected");
        }

        @Test
        void test() {}
    }

    @EmbeddedNats(scope = NatsScope.CLASS)
    static class InBeforeAll {
        @BeforeAll
        static void before() {
            fail("expected");
        }

        @Test
        void test() {}
    }

    @EmbeddedNats
    static class InConstructor {
        InConstructor() {
            fail("expected");
        }

        @Test
        void test() {}
    }

    @EmbeddedNats
    static class InDynamicTest {
        @TestFactory
        Stream<DynamicTest> tests() {
            return Stream.of(DynamicTest.dynamicTest("fails", () -> fail("expected")));
        }
    }

    @EmbeddedNats(scope = NatsScope.RUN)
    static class OfClass {
        @Test
        void test() {
            fail("expected");
        }
    }

    @Test
    void report_isNotForPassedOrAbortedTests() {
        KitRun run = KitRun.of(Aborted.class);
        assertEquals(List.of("Assumption failed: expected"), run.messages(Status.ABORTED));
        assertFalse(stackTrace(run, Status.ABORTED).contains("state of the server"));
    }

    @EmbeddedNats
    static class Aborted {
        @Test
        void aborts() {
            Assumptions.assumeTrue(false, "expected");
        }
    }

    private static void addOrders(JetStreamManagement streams) throws Exception {
        streams.addStream(StreamConfiguration.builder()
                .name("ORDERS")
                .subjects("orders.>")
                .build());
    }

    private static String shown(KitRun run) {
        assertEquals("expected", run.failure());
        return stackTrace(run, Status.FAILED);
    }

    /** Returns a result's stack trace, which consoles and XML reports show. */
    private static String stackTrace(KitRun run, Status status) {
        StringWriter text = new StringWriter();
        run.results().allEvents().finished().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .filter(result -> result.getStatus() == status)
                .flatMap(result -> result.getThrowable().stream())
                .forEach(failure -> failure.printStackTrace(new PrintWriter(text, true)));
        return text.toString().replace("\r\n", "\n");
    }
}
