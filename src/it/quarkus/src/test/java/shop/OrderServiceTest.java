package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The application's connection is to a real server. */
@QuarkusTest
@QuarkusTestResource(NatsResource.class)
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
