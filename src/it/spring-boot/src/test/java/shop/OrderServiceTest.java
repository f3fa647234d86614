package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.binrun.junit.EmbeddedNats;
import dev.binrun.server.NatsServer;
import io.nats.client.Connection;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

/** The application's connection is to a real server, which starts before the application and ends after it. */
@SpringBootTest
@EmbeddedNats(topology = "classpath:orders.yaml", properties = "nats.url")
class OrderServiceTest {
    @Autowired
    private OrderService service;

    @Autowired
    private Connection nats;

    @Test
    void orderPlacedTwice_isShippedOnce() throws Exception {
        assertEquals(1, service.place("a", "coffee"));
        assertEquals(1, service.place("a", "coffee"));

        assertEquals(Optional.of("coffee"), service.shipNext());
        assertEquals(Optional.empty(), service.shipNext());
    }

    @Test
    void application_isConnectedToTheServer(NatsServer server) {
        assertEquals(server.url(), nats.getConnectedUrl());
    }
}
