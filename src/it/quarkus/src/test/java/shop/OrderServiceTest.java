package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.binrun.junit.quarkus.EmbeddedNatsResource;
import dev.binrun.server.NatsServer;
import io.nats.client.Connection;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The application's connection is to a real server, which starts before the application and ends after it. */
@QuarkusTest
@QuarkusTestResource(
        value = EmbeddedNatsResource.class,
        initArgs = {
            @ResourceArg(name = "topology", value = "classpath:orders.yaml"),
            @ResourceArg(name = "properties", value = "nats.url")
        })
class OrderServiceTest {
    @Inject
    OrderService service;

    @Inject
    Connection nats;

    NatsServer server;

    @Test
    void orderPlacedTwice_isShippedOnce() throws Exception {
        assertEquals(1, service.place("a", "coffee"));
        assertEquals(1, service.place("a", "coffee"));

        assertEquals(Optional.of("coffee"), service.shipNext());
        assertEquals(Optional.empty(), service.shipNext());
    }

    @Test
    void application_isConnectedToTheServer() {
        assertEquals(server.url(), nats.getConnectedUrl());
    }
}
