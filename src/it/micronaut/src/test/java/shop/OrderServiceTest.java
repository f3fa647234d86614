package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.binrun.junit.EmbeddedNats;
import dev.binrun.junit.NatsScope;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import jakarta.inject.Inject;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The application's connection is to a real server, which starts before the application and ends after it. */
@EmbeddedNats(topology = "classpath:orders.yaml", properties = "nats.url", scope = NatsScope.CLASS)
@MicronautTest
class OrderServiceTest {
    @Inject
    OrderService service;

    @Test
    void orderPlacedTwice_isShippedOnce() throws Exception {
        assertEquals(1, service.place("a", "coffee"));
        assertEquals(1, service.place("a", "coffee"));

        assertEquals(Optional.of("coffee"), service.shipNext());
        assertEquals(Optional.empty(), service.shipNext());
    }
}
