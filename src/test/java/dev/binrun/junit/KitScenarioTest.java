package dev.binrun.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerState;
import dev.binrun.server.cluster.NatsCluster;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.StreamContext;
import io.nats.client.api.StorageType;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.TestExecutionResult.Status;

/** Scenarios that run before a Java test. Each test runs its sample class in an engine of its own. */
@Timeout(120)
class KitScenarioTest {
    private static void assertCount(long expected, StreamContext orders) throws Exception {
        assertEquals(expected, orders.getStreamInfo().getStreamState().getMsgCount());
    }

    @Test
    void method_scenarioRunsBeforeTheTest_onItsServer() {
        KitRun.of(OfMethod.class).passes(2);
    }

    @EmbeddedNats(storage = StorageType.Memory)
    static class OfMethod {
        @BeforeEach
        void beforeEach_scenarioRan(JetStreamManagement streams) throws Exception {
            assertEquals(List.of("ORDERS"), streams.getStreamNames());
        }

        @Test
        @Scenario("classpath:kit/orders.yaml")
        void order_isStored(@Nats("ORDERS") StreamContext orders) throws Exception {
            assertCount(1, orders);
            assertEquals(
                    StorageType.Memory,
                    orders.getStreamInfo().getConfiguration().getStorageType());
            assertEquals("coffee", new String(orders.getMessage(1).getData()));
        }

        @Test
        @Scenario(value = "src/test/resources/kit/several.yaml", name = "two orders")
        void named_isChosen(@Nats("ORDERS") StreamContext orders) throws Exception {
            assertCount(2, orders);
        }
    }

    @Test
    void class_ownServers_scenarioRunsBeforeEachTest() {
        KitRun.of(OfClass.class).passes(3);
    }

    @EmbeddedNats
    @Scenario("classpath:kit/orders.yaml")
    static class OfClass {
        @Test
        void first_hasOne(@Nats("ORDERS") StreamContext orders, Connection nats) throws Exception {
            nats.jetStream().publish("orders.new", new byte[1]);
            assertCount(2, orders);
        }

        @Test
        void second_hasOne(@Nats("ORDERS") StreamContext orders) throws Exception {
            assertCount(1, orders);
        }

        @Nested
        class Inner {
            @Test
            void third_hasOne(@Nats("ORDERS") StreamContext orders) throws Exception {
                assertCount(1, orders);
            }
        }
    }

    @Test
    void class_sharedServer_scenarioRunsOnce() {
        KitRun.of(Shared.class).passes(3);
    }

    @EmbeddedNats(scope = NatsScope.CLASS)
    @Scenario("classpath:kit/orders.yaml")
    static class Shared {
        @Test
        void first_hasOne(@Nats("ORDERS") StreamContext orders) throws Exception {
            assertCount(1, orders);
        }

        @Test
        void second_hasOne(@Nats("ORDERS") StreamContext orders) throws Exception {
            assertCount(1, orders);
        }

        @Nested
        class Inner {
            @Test
            void third_hasOne(@Nats("ORDERS") StreamContext orders) throws Exception {
                assertCount(1, orders);
            }
        }
    }

    @Test
    void extension_builtByTheTest_isFound() {
        KitRun.of(Built.class).passes(1);
    }

    static class Built {
        @RegisterExtension
        final EmbeddedNatsExtension nats = EmbeddedNatsExtension.builder().build();

        @Test
        @Scenario("classpath:kit/orders.yaml")
        void order_isStored(@Nats("ORDERS") StreamContext orders) throws Exception {
            assertCount(1, orders);
        }
    }

    @Test
    void cluster_killedNode_runsAgainInTheTest() {
        KitRun.of(Clustered.class).passes(1);
    }

    @EmbeddedNats(nodes = 3)
    static class Clustered {
        @Test
        @Scenario("classpath:kit/three-nodes.yaml")
        void faults_areUndone(NatsCluster cluster) {
            cluster.nodes().forEach(node -> assertEquals(ServerState.RUNNING, node.state(), node.name()));
        }
    }

    @Test
    void step_fails_failsTheTestWithItsReport() {
        String failure = KitRun.of(Failing.class).failure();
        assertTrue(
                failure.startsWith("classpath:kit/failing.yaml:4: pub: seq: expected 2, was 1\nstep:\n  4 |"), failure);
    }

    @EmbeddedNats
    static class Failing {
        @Test
        @Scenario("classpath:kit/failing.yaml")
        void test() {
            throw new IllegalStateException("runs in spite of the failed step");
        }
    }

    @Test
    void step_failsDuringAFault_sharedServerRunsInTheNextTest() {
        KitRun run = KitRun.of(Paused.class);
        assertEquals(1, run.messages(Status.FAILED).size());
        assertEquals(1, run.results().testEvents().succeeded().count());
    }

    @EmbeddedNats(scope = NatsScope.CLASS)
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class Paused {
        @Test
        @Scenario("classpath:kit/paused.yaml")
        void a_fails() {}

        @Test
        void b_runs(NatsServer server) {
            assertEquals(ServerState.RUNNING, server.state());
        }
    }

    @Test
    void check_violated_failsTheTest() {
        String failure = KitRun.of(Checked.class).failure();
        assertTrue(failure.startsWith("classpath:kit/checked.yaml:6: no-duplicates: "), failure);
    }

    @EmbeddedNats
    static class Checked {
        @Test
        @Scenario("classpath:kit/checked.yaml")
        void test() {}
    }

    @Test
    void skip_abortsTheTest() {
        assertEquals(List.of("waits for a fix"), KitRun.of(Skipped.class).messages(Status.ABORTED));
    }

    @EmbeddedNats
    static class Skipped {
        @Test
        @Scenario("classpath:kit/skipped.yaml")
        void test() {}
    }

    @Test
    void wrongUse_isAnErrorBeforeAnyServerStarts_withPlaceAndFix() {
        String alone = "; remove it, or run the file with Scenarios.in(\"classpath:kit/contra-";
        assertEquals(
                List.of(
                        "Wrong.config: @Scenario(\"classpath:kit/contra-config.yaml\"):"
                                + " classpath:kit/contra-config.yaml:1:1: server.config differs from the configuration"
                                + " of @EmbeddedNats; move it to config or configFile there",
                        "Wrong.cut: @Scenario(\"classpath:kit/contra-cut.yaml\"): classpath:kit/contra-cut.yaml:1:1:"
                                + " a step cuts or delays the network, but clients reach a single server directly;"
                                + " write nodes = 3 at @EmbeddedNats",
                        "Wrong.folder: @Scenario(\"classpath:kit\"): this is a folder; name one of its files",
                        "Wrong.helper: @Scenario is on a method that is not a test; move it to a test or to the class",
                        "Wrong.missing: @Scenario(\"classpath:kit/none.yaml\"): classpath:kit/none.yaml: the class path"
                                + " has no such file or folder; put it at src/test/resources/kit/none.yaml",
                        "Wrong.nodes: @Scenario(\"classpath:kit/three-nodes.yaml\"):"
                                + " classpath:kit/three-nodes.yaml:1:1: server.nodes is 3, but the server of"
                                + " @EmbeddedNats has 1 node; write nodes = 3 there, or remove nodes from the scenario",
                        "Wrong.repeat: @Scenario(\"classpath:kit/contra-repeat.yaml\"):"
                                + " classpath:kit/contra-repeat.yaml:1:1: repeat needs a new server for each run"
                                + alone + "repeat.yaml\")",
                        "Wrong.server: @Scenario(\"classpath:kit/orders.yaml\"): no server has the name \"archive\"",
                        "Wrong.several: @Scenario(\"classpath:kit/several.yaml\"): the file has 2 scenarios; choose"
                                + " one with name = \"one order\" or name = \"two orders\"",
                        "Wrong.simulation: @Scenario(\"classpath:kit/contra-simulation.yaml\"):"
                                + " classpath:kit/contra-simulation.yaml:1:1: the session simulation needs a server of"
                                + " its own" + alone + "simulation.yaml\")",
                        "Wrong.tls: @Scenario(\"classpath:kit/contra-tls.yaml\"): classpath:kit/contra-tls.yaml:1:1:"
                                + " clients.shop uses TLS, but the server of @EmbeddedNats does not; remove tls",
                        "Wrong.unnamed: @Scenario(\"classpath:kit/several.yaml\"): no scenario has the name"
                                + " \"one ordr\" (did you mean 'one order'?)",
                        "Wrong.users: @Scenario(\"classpath:kit/contra-users.yaml\"):"
                                + " classpath:kit/contra-users.yaml:1:1: clients.shop has credentials, but the server"
                                + " of @EmbeddedNats has no users; remove them, or add users with config there"),
                KitRun.of(Wrong.class).failure().lines().sorted().toList());
    }

    @EmbeddedNats
    static class Wrong {
        @Scenario("classpath:kit/orders.yaml")
        void helper() {}

        @Test
        @Scenario("classpath:kit/contra-config.yaml")
        void config() {}

        @Test
        @Scenario("classpath:kit/contra-cut.yaml")
        void cut() {}

        @Test
        @Scenario("classpath:kit")
        void folder() {}

        @Test
        @Scenario("classpath:kit/none.yaml")
        void missing() {}

        @Test
        @Scenario("classpath:kit/three-nodes.yaml")
        void nodes() {}

        @Test
        @Scenario("classpath:kit/contra-repeat.yaml")
        void repeat() {}

        @Test
        @Scenario(value = "classpath:kit/orders.yaml", server = "archive")
        void server() {}

        @Test
        @Scenario("classpath:kit/several.yaml")
        void several() {}

        @Test
        @Scenario("classpath:kit/contra-simulation.yaml")
        void simulation() {}

        @Test
        @Scenario("classpath:kit/contra-tls.yaml")
        void tls() {}

        @Test
        @Scenario(value = "classpath:kit/several.yaml", name = "one ordr")
        void unnamed() {}

        @Test
        @Scenario("classpath:kit/contra-users.yaml")
        void users() {}
    }

    @Test
    void systemAccount_needed_isAnError() {
        assertEquals(
                "WrongCluster.system: @Scenario(\"classpath:kit/contra-system.yaml\"):"
                        + " classpath:kit/contra-system.yaml:1:1: a step needs the system account, which an embedded"
                        + " server does not give; remove it, or run the file with"
                        + " Scenarios.in(\"classpath:kit/contra-system.yaml\")",
                KitRun.of(WrongCluster.class).failure());
    }

    @EmbeddedNats(nodes = 3)
    static class WrongCluster {
        @Test
        @Scenario("classpath:kit/contra-system.yaml")
        void system() {}
    }

    @Test
    void path_missing_isAnErrorThatNamesTheFolder() {
        String failure = KitRun.of(MissingPath.class).failure();
        assertEquals(
                "MissingPath.test: @Scenario(\"none.yaml\"): there is no such file or folder; the path starts at "
                        + Path.of("").toAbsolutePath() + "; write classpath: before the name of a resource",
                failure);
    }

    @EmbeddedNats
    static class MissingPath {
        @Test
        @Scenario("none.yaml")
        void test() {}
    }

    @Test
    void file_wrong_isAnErrorWithPlace() {
        String failure = KitRun.of(WrongFile.class).failure();
        assertTrue(
                failure.startsWith("WrongFile.test: @Scenario(\"classpath:kit/wrong-topology.yaml\"):"
                        + " classpath:kit/wrong-topology.yaml:"),
                failure);
    }

    @EmbeddedNats
    static class WrongFile {
        @Test
        @Scenario("classpath:kit/wrong-topology.yaml")
        void test() {}
    }

    @Test
    void server_none_isAnError() {
        assertEquals(
                "NoServer.test: @Scenario(\"classpath:kit/orders.yaml\"): no server is declared here; add"
                        + " @EmbeddedNats to the class",
                KitRun.of(NoServer.class).failure());
    }

    static class NoServer {
        @Test
        @Scenario("classpath:kit/orders.yaml")
        void test() {}
    }
}
