package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.binrun.junit.EmbeddedNats;
import dev.binrun.junit.micronaut.EmbeddedNatsProperties;
import dev.binrun.server.NatsServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.nats.client.Connection;
import jakarta.inject.Inject;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The application's connection is to a real server, which starts before the application and ends after it. */
@MicronautTest
@EmbeddedNats(topology = "classpath:orders.yaml", properties = "nats.url")
class OrderServiceTest implements EmbeddedNatsProperties {
    @Inject
    OrderService service;

    @Inject
    Connection nats;

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
