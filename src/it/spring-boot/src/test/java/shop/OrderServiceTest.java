package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.binrun.junit.EmbeddedNats;
import dev.binrun.junit.NatsScope;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;

/** The application's connection is to a real server, which starts before the application and ends after it. */
@EmbeddedNats(topology = "classpath:orders.yaml", properties = "nats.url", scope = NatsScope.CLASS)
@SpringBootTest
@DirtiesContext // closes the application with the class, before its server ends
class OrderServiceTest {
    @Autowired
    private OrderService service;

    @Test
    void orderPlacedTwice_isShippedOnce() throws Exception {
        assertEquals(1, service.place("a", "coffee"));
        assertEquals(1, service.place("a", "coffee"));

        assertEquals(Optional.of("coffee"), service.shipNext());
        assertEquals(Optional.empty(), service.shipNext());
    }
}
