package dev.binrun.server.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.server.Client;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerState;
import dev.binrun.server.cluster.ClusterOptions;
import dev.binrun.server.cluster.NatsCluster;
import dev.binrun.server.network.Direction;
import io.nats.client.Options;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.Isolated;

@Timeout(120)
@Isolated("elections depend on the machine's load")
@DisabledOnOs(OS.WINDOWS)
@Tag("slow")
class ClusterFaultsTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void restart_orStartAfterKill_everyNodeServesReplicasAtOnce() throws Exception {
        try (NatsCluster cluster = NatsCluster.start(ClusterOptions.of(3))) {
            cluster.node("n3").restart(LIMIT);
            addEverywhere(cluster, "A");
            cluster.node("n1").kill();
            cluster.node("n1").start(LIMIT);
            addEverywhere(cluster, "B");
            cluster.node(cluster.metaLeader().orElseThrow()).restart(LIMIT);
            addEverywhere(cluster, "C");
        }
    }

    @Test
    void awaitHealthy_afterPauseOfTheLeader_hasOneLeader() throws Exception {
        try (NatsCluster cluster = NatsCluster.start(ClusterOptions.of(3))) {
            String leader = cluster.metaLeader().orElseThrow();
            cluster.node(leader).pause();
            cluster.awaitHealthy(LIMIT); // the two other nodes form a majority
            assertFalse(cluster.metaLeader().orElseThrow().equals(leader));
            cluster.node(leader).resume(LIMIT);
            cluster.awaitHealthy(LIMIT);
            assertTrue(cluster.health().values().stream().allMatch(Optional::isEmpty));
            addEverywhere(cluster, "A");
        }
    }

    @Test
    void awaitHealthy_nodeHangs_reportsItsObstacle() throws Exception {
        try (NatsCluster cluster = NatsCluster.start(ClusterOptions.of(3))) {
            String node = cluster.metaLeader().orElseThrow().equals("n2") ? "n3" : "n2";
            Signals signals = new Signals(cluster.node(node).pid(), LIMIT);
            signals.send("STOP");
            ServerException failure =
                    assertThrows(ServerException.class, () -> cluster.awaitHealthy(Duration.ofMillis(100)));
            String message = failure.getMessage();
            assertTrue(message.startsWith("the cluster was not healthy within 100ms: "), message);
            assertTrue(message.contains(node + ": its monitoring did not respond within 1000ms"), message);
            signals.send("CONT");
            cluster.awaitHealthy(LIMIT);
        }
    }

    @Test
    void awaitHealthy_withoutAMajority_waitsForNothing() {
        try (NatsCluster cluster = NatsCluster.start(ClusterOptions.of(3))) {
            cluster.node("n1").kill();
            cluster.node("n3").pause();
            cluster.awaitHealthy(Duration.ofMillis(1));
            assertEquals(Optional.of("it is paused"), cluster.health().get("n3"));
        }
    }

    @Test
    void lameDuck_oneNode_othersContinue() throws Exception {
        try (NatsCluster cluster = NatsCluster.start(ClusterOptions.of(3))) {
            NatsServer node = cluster.node(cluster.metaLeader().orElseThrow());
            String url = cluster.url("default", node.name());
            node.lameDuck(LIMIT);
            Awaitility.await().atMost(LIMIT).until(() -> node.state() == ServerState.STOPPED);
            cluster.awaitHealthy(LIMIT);
            node.start(LIMIT);
            assertEquals(url, cluster.url("default", node.name()));
            addEverywhere(cluster, "A");
        }
    }

    @Test
    void cut_singleServer_holdsItsClients() throws Exception {
        try (NatsCluster cluster = NatsCluster.start(ClusterOptions.of(1));
                Client client = Client.connect(cluster.urls("worker"))) {
            client.add("ORDERS", 1);
            cluster.network().cut(List.of("worker"), List.of("n1"), Direction.BOTH);
            assertThrows(Exception.class, () -> client.connection().flush(Duration.ofMillis(200)));
            cluster.network().heal();
            client.connection().flush(LIMIT);
            String url = cluster.url("worker", "n1");
            cluster.node("n1").kill();
            assertThrows(
                    Exception.class,
                    () -> Client.connect(Options.builder()
                            .server(url)
                            .connectionTimeout(LIMIT)
                            .noReconnect()
                            .build()));
            cluster.node("n1").start(LIMIT);
            cluster.awaitHealthy(LIMIT);
            try (Client again = Client.connect(url)) {
                assertEquals(
                        List.of("ORDERS"),
                        again.connection().jetStreamManagement().getStreamNames());
            }
        }
    }

    private static void addEverywhere(NatsCluster cluster, String prefix) throws Exception {
        for (NatsServer node : cluster.nodes()) {
            try (Client client = Client.connect(cluster.url("default", node.name()))) {
                client.add(prefix + node.name(), cluster.nodes().size());
            }
        }
    }
}
