package dev.binrun.server.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.binrun.server.Client;
import dev.binrun.server.NatsServer;
import dev.binrun.server.RefusedConfigException;
import dev.binrun.server.ServerOptions;
import dev.binrun.server.ServerState;
import dev.binrun.server.host.ServerException;
import dev.binrun.server.network.Direction;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
@Isolated("elections depend on the machine's load")
@SuppressWarnings("try") // the close of a connection may be interrupted
class NatsClusterTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Pattern TRIES = Pattern.compile("Trying to connect to route on (\\S+)");
    private static final List<String> OTHERS = List.of("n2", "n3");

    @Test
    void start_threeNodes_isHealthyAndServesReplicasAtOnce() throws Exception {
        try (NatsCluster cluster = NatsCluster.start(ClusterOptions.of(3))) {
            assertEquals(
                    List.of("n1", "n2", "n3"),
                    cluster.nodes().stream().map(NatsServer::name).toList());
            assertEquals(
                    Map.of("n1", Optional.empty(), "n2", Optional.empty(), "n3", Optional.empty()), cluster.health());
            assertTrue(List.of("n1", "n2", "n3").contains(cluster.metaLeader().orElseThrow()));
            assertEquals(
                    3,
                    cluster.nodes().stream()
                            .map(NatsServer::storeDir)
                            .distinct()
                            .count());
            try (Client client = Client.connect(cluster.urls("default"))) {
                client.add("ORDERS", 3);
                assertEquals(3, 1 + client.replicas("ORDERS"));
            }
        }
    }

    @Tag("slow")
    @Test
    void start_tenTimes_servesReplicasEachTime() throws Exception {
        for (int i = 0; i < 10; i++) {
            try (NatsCluster cluster = NatsCluster.start(ClusterOptions.of(3));
                    Client client = Client.connect(cluster.urls("default"))) {
                client.add("S" + i, 3);
            }
        }
    }

    @Test
    void close_duringFaults_leavesNothing() {
        NatsCluster cluster = NatsCluster.start(ClusterOptions.of(3));
        cluster.node("n1").pause();
        cluster.node("n2").kill();
        cluster.network().cut(List.of("n1"), OTHERS, Direction.BOTH);
        cluster.close();
        cluster.close();
        for (NatsServer node : cluster.nodes()) {
            assertTrue(ProcessHandle.of(node.pid()).isEmpty());
            assertFalse(Files.exists(node.folder()));
        }
    }

    @Test
    void start_nodeFails_reportsTheNodeAndLeavesNothing() throws Exception {
        Set<Path> before = homes();
        JsonObject config = JsonParser.parseString("{no_such_field: 7}").getAsJsonObject();
        ServerException failure = assertThrows(
                ServerException.class,
                () -> NatsCluster.start(
                        new ClusterOptions(3, true, ServerOptions.ephemeral().withConfig(config))));
        assertTrue(failure.getMessage().contains("nats-server n1 did not start"), failure.getMessage());
        assertEquals(before, homes());
    }

    /** On Linux other loopback addresses than 127.0.0.1 need no set-up. */
    @ParameterizedTest
    @CsvSource({"1, ::1", "3, ::1", "3, 127.0.0.5"})
    @EnabledOnOs(OS.LINUX)
    void start_otherAddress_isReachedThere(int nodes, String host) throws Exception {
        JsonObject config = new JsonObject();
        config.addProperty("Host", host);
        ServerOptions options = ServerOptions.ephemeral().withConfig(config);
        try (NatsCluster cluster = NatsCluster.start(new ClusterOptions(nodes, true, options));
                Client client = Client.connect(cluster.url("default", "n1"))) {
            assertEquals(
                    InetAddress.getByName(host), cluster.node("n1").address().getAddress());
            client.add("A", nodes);
        }
    }

    @Test
    void options_wrongValues_areRejected() {
        assertEquals(
                "a cluster must have 1, 3 or 5 nodes, was 2",
                assertThrows(IllegalArgumentException.class, () -> ClusterOptions.of(2))
                        .getMessage());
        JsonObject config = JsonParser.parseString("{cluster: {routes: []}}").getAsJsonObject();
        assertEquals(
                "the server's configuration must not set \"cluster.routes\": connections would bypass the network that"
                        + " faults can cut. Remove the key",
                assertThrows(
                                RefusedConfigException.class,
                                () -> NatsCluster.start(new ClusterOptions(
                                        3, true, ServerOptions.ephemeral().withConfig(config))))
                        .reason());
    }

    @Tag("slow")
    @Test
    void cut_nodeFromOthers_holdsForSecondsAndHeals() throws Exception {
        JsonObject config = JsonParser.parseString("{debug: true}").getAsJsonObject();
        try (NatsCluster cluster = NatsCluster.start(
                new ClusterOptions(3, true, ServerOptions.ephemeral().withConfig(config)))) {
            int lines = cluster.node("n1").log().lines().size();
            cluster.network().cut(List.of("n1"), OTHERS, Direction.BOTH);
            cluster.node("n2").restart(LIMIT); // n3 must not pass the address of n2 on to n1
            Awaitility.await()
                    .during(Duration.ofSeconds(3))
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> !hasHeard(cluster, "n1", lines));
            // a node that is alone is not healthy
            Awaitility.await()
                    .atMost(LIMIT)
                    .until(() -> cluster.health().get("n1").isPresent());
            cluster.network().heal(List.of("n1"), OTHERS, Direction.BOTH);
            cluster.awaitHealthy(LIMIT);
            try (Client client = Client.connect(cluster.urls("default"))) {
                client.add("AFTER", 3);
            }
        }
    }

    @Test
    void routes_always_useTheNetworkOnly() {
        JsonObject config = JsonParser.parseString("{debug: true}").getAsJsonObject();
        try (NatsCluster cluster = NatsCluster.start(
                new ClusterOptions(3, true, ServerOptions.ephemeral().withConfig(config)))) {
            cluster.node("n2").restart(LIMIT);
            Set<String> links = new HashSet<>();
            for (String from : List.of("n1", "n2")) {
                for (String to : OTHERS) {
                    links.add("127.0.0.1:" + cluster.network().port(from, to));
                }
            }
            List<String> tried = cluster.nodes().stream()
                    .flatMap(node -> node.log().lines().stream())
                    .map(line -> TRIES.matcher(line.text()))
                    .filter(Matcher::find)
                    .map(matcher -> matcher.group(1))
                    .toList();
            assertTrue(tried.size() >= 3, tried::toString);
            assertTrue(links.containsAll(tried), tried::toString);
        }
    }

    @Tag("slow")
    @Test
    void kill_metaLeader_anotherLeadsAndTheNodeKeepsItsStore() throws Exception {
        try (NatsCluster cluster = NatsCluster.start(ClusterOptions.of(3))) {
            try (Client client = Client.connect(cluster.urls("default"))) {
                client.add("ORDERS", 3);
            }
            String leader = cluster.metaLeader().orElseThrow();
            NatsServer node = cluster.node(leader);
            List<String> urls = cluster.urls("default");
            node.kill();
            assertEquals(ServerState.STOPPED, node.state());
            assertEquals(Optional.of("it is stopped"), cluster.health().get(leader));
            Awaitility.await()
                    .atMost(LIMIT)
                    .until(() -> cluster.metaLeader()
                            .filter(other -> !other.equals(leader))
                            .isPresent());
            node.start(LIMIT);
            assertEquals(Optional.empty(), cluster.health().get(leader));
            assertEquals(urls, cluster.urls("default"));
            try (Client client = Client.connect(List.of(cluster.url("default", leader)))) {
                assertEquals(leader, client.connection().getServerInfo().getServerName());
                assertEquals(
                        List.of("ORDERS"),
                        client.connection().jetStreamManagement().getStreamNames());
            }
        }
    }

    @Tag("slow")
    @Test
    void start_oneAfterAllWereKilled_servesClientsAndOthersJoin() throws Exception {
        try (NatsCluster cluster = NatsCluster.start(ClusterOptions.of(3))) {
            cluster.nodes().forEach(NatsServer::kill);
            cluster.node("n1").start(Duration.ofSeconds(5));
            assertEquals(ServerState.RUNNING, cluster.node("n1").state());
            cluster.node("n2").start(LIMIT);
            cluster.node("n3").start(LIMIT);
            assertTrue(cluster.metaLeader().isPresent());
        }
    }

    /**
     * Returns whether a node has received anything from another node since then. Only then it knows the other's name or
     * id.
     */
    private static boolean hasHeard(NatsCluster cluster, String node, int lines) {
        return cluster.node(node).log().lines().stream()
                .skip(lines)
                .anyMatch(line -> line.text().contains("Registering remote route"));
    }

    private static Set<Path> homes() throws IOException {
        try (NatsServer server = NatsServer.start(ServerOptions.ephemeral());
                var folders = Files.list(server.folder().getParent())) {
            Set<Path> all = new HashSet<>(folders.toList());
            all.remove(server.folder());
            return all;
        }
    }

    @Test
    void leaderOf_streamAndConsumer_changesAfterStepDownAndKill() throws Exception {
        try (NatsCluster cluster = NatsCluster.start(ClusterOptions.of(3));
                Connection connection = Nats.connect(String.join(",", cluster.urls("test")))) {
            JetStreamManagement streams = connection.jetStreamManagement();
            streams.addStream(StreamConfiguration.builder()
                    .name("ORDERS")
                    .subjects("orders")
                    .replicas(3)
                    .build());
            streams.addOrUpdateConsumer(
                    "ORDERS", ConsumerConfiguration.builder().durable("worker").build());

            NatsServer first = cluster.leaderOf("ORDERS");
            NatsServer second = cluster.stepDown("ORDERS");
            assertNotEquals(first, second);
            assertNotEquals(cluster.leaderOf("ORDERS", "worker"), cluster.stepDown("ORDERS", "worker"));

            second = cluster.leaderOf("ORDERS");
            second.kill();
            assertNotEquals(second, cluster.leaderOf("ORDERS"));

            assertEquals(
                    "no node has a stream ORDRES (did you mean 'ORDERS'?)", message(() -> cluster.leaderOf("ORDRES")));
            assertEquals("the stream ORDERS has no consumer wrker", message(() -> cluster.leaderOf("ORDERS", "wrker")));
        }
    }

    @Test
    void cutAndDelay_healed_endWithIt() throws Exception {
        try (NatsCluster cluster = NatsCluster.start(ClusterOptions.of(3))) {
            cluster.cut(cluster.node("n1"));
            assertFalse(cluster.network().connects("n1", "n2"));
            assertFalse(cluster.network().connects("n3", "n1"));
            assertTrue(cluster.network().connects("n2", "n3"));
            cluster.heal();
            assertTrue(cluster.network().connects("n1", "n2"));
            assertFalse(cluster.network().isDisturbed());
            cluster.delay(Duration.ofMillis(5));
            assertTrue(cluster.network().isDisturbed());
            cluster.heal();
            assertFalse(cluster.network().isDisturbed());
        }
    }

    @Test
    void singleServer_asACluster_isItsLeaderAndHasNoLinks() throws Exception {
        try (NatsCluster cluster = NatsCluster.of(NatsServer.start(ServerOptions.ephemeral()));
                Connection connection = Nats.connect(cluster.urls("test").get(0))) {
            connection
                    .jetStreamManagement()
                    .addStream(StreamConfiguration.builder().name("ORDERS").build());
            NatsServer server = cluster.node("n1");

            assertEquals(server, cluster.leaderOf("ORDERS"));
            assertEquals(
                    "the stream ORDRES has no leader: stream not found", message(() -> cluster.leaderOf("ORDRES")));
            assertEquals(
                    "the consumer worker of ORDERS has no leader: consumer not found",
                    message(() -> cluster.leaderOf("ORDERS", "worker")));
            assertEquals(
                    "the leader of the stream ORDERS did not step down: JetStream clustering support required",
                    message(() -> cluster.stepDown("ORDERS")));
            assertEquals(
                    "n1 is the only node, so no link can be cut or delayed; pause the node, or start 3 nodes",
                    message(() -> cluster.cut(server)));
        }
    }

    private static String message(Executable task) {
        return assertThrows(ServerException.class, task).getMessage();
    }
}
