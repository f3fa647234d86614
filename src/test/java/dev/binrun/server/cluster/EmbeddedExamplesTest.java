package dev.binrun.server.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.server.LogTail;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerOptions;
import dev.binrun.server.network.Direction;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.api.StreamConfiguration;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** Runs the examples in the Javadoc of the classes for embedded servers. */
@Timeout(120)
@Isolated("elections depend on the machine's load")
@SuppressWarnings("try") // the close of a connection may be interrupted
class EmbeddedExamplesTest {

    @Test
    void natsServer_killedAndStarted_keepsItsStreams() throws Exception {
        try (NatsServer server = NatsServer.start(ServerOptions.ephemeral())) {
            try (Connection connection = Nats.connect(server.url())) {
                connection.jetStreamManagement().addStream(orders(1));
            }
            server.kill();
            server.start(Duration.ofSeconds(10));
            try (Connection connection = Nats.connect(server.url())) {
                assertEquals(List.of("ORDERS"), connection.jetStreamManagement().getStreamNames());
            }
        }
    }

    @Test
    void logTail_lameDuck_containsTheEnd() {
        try (NatsServer server = NatsServer.start(ServerOptions.ephemeral())) {
            server.lameDuck(Duration.ofSeconds(5));
            LogTail.Line exiting = server.log()
                    .await(line -> line.contains("Server Exiting"), Duration.ofSeconds(30))
                    .orElseThrow(() -> new AssertionError(server.log().tail(20)));
            assertTrue(exiting.text().contains("[INF] Server Exiting"), exiting.text());
        }
    }

    @Test
    void natsCluster_cutAndHealed_keepsItsStreams() throws Exception {
        try (NatsCluster cluster = NatsCluster.start(ClusterOptions.of(3));
                Connection connection = Nats.connect(cluster.url("shop", "n2"))) {
            connection.jetStreamManagement().addStream(orders(3));
            cluster.network().cut(List.of("n1"), List.of("n2", "n3"), Direction.BOTH);
            assertEquals(List.of(), cluster.undoFaults(Duration.ofSeconds(40)));
            cluster.awaitHealthy(Duration.ofSeconds(30));
            assertEquals(List.of("ORDERS"), connection.jetStreamManagement().getStreamNames());
        }
    }

    private static StreamConfiguration orders(int replicas) {
        return StreamConfiguration.builder()
                .name("ORDERS")
                .subjects("orders")
                .replicas(replicas)
                .build();
    }
}
