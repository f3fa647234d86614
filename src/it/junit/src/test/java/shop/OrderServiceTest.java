package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.binrun.junit.EmbeddedNats;
import dev.binrun.server.cluster.NatsCluster;
import io.nats.client.Connection;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each test has its own server with the stream and the consumer of {@code orders.yaml}. */
@EmbeddedNats(topology = "classpath:orders.yaml")
class OrderServiceTest {
    @Test
    void order_isShipped(Connection nats) throws Exception {
        OrderService service = new OrderService(nats);

        service.place("a", "coffee");

        assertEquals(Optional.of("coffee"), service.shipNext());
    }

    @Test
    void orderPlacedTwice_isShippedOnce(Connection nats) throws Exception {
        OrderService service = new OrderService(nats);

        assertEquals(1, service.place("a", "coffee"));
        assertEquals(1, service.place("a", "coffee"));

        assertEquals(Optional.of("coffee"), service.shipNext());
        assertEquals(Optional.empty(), service.shipNext());
    }

    /** This test has a cluster in place of the server of its class. */
    @Test
    @EmbeddedNats(nodes = 3, topology = "classpath:orders-replicated.yaml")
    void leaderIsKilled_orderIsShipped(Connection nats, NatsCluster cluster) throws Exception {
        OrderService service = new OrderService(nats);
        service.place("a", "coffee");

        cluster.leaderOf("ORDERS").kill();
        cluster.leaderOf("ORDERS", "shipping"); // waits for the next one

        assertEquals(Optional.of("coffee"), service.shipNext());
    }
}
