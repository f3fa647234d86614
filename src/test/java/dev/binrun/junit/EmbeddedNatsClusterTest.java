package dev.binrun.junit;

import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.binrun.server.NatsServer;
import dev.binrun.server.cluster.NatsCluster;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.StreamConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** The example in the Javadoc of {@link EmbeddedNats}. */
@EmbeddedNats(nodes = 3)
@Timeout(120)
@Isolated("elections depend on the machine's load")
class EmbeddedNatsClusterTest {
    @Test
    void leaderIsKilled_otherNodeLeads(JetStreamManagement streams, NatsCluster cluster) throws Exception {
        streams.addStream(StreamConfiguration.builder()
                .name("ORDERS")
                .subjects("orders.>")
                .replicas(3)
                .build());

        NatsServer leader = cluster.leaderOf("ORDERS");
        leader.kill();

        assertNotEquals(leader, cluster.leaderOf("ORDERS")); // waits for the election
    }
}
