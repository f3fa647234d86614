package shop

import dev.binrun.junit.EmbeddedNats
import dev.binrun.junit.Scenarios
import io.nats.client.Connection
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory

/** Each test has its own server with the stream and the consumer of `orders.yaml`. */
@EmbeddedNats(topology = "classpath:orders.yaml")
class OrderServiceTest(nats: Connection) {
    private val service = OrderService(nats)

    @Test
    fun `an order is shipped`() {
        service.place("a", "coffee")

        assertEquals("coffee", service.shipNext())
    }

    @Test
    fun `an order that is placed twice is shipped once`() {
        assertEquals(1, service.place("a", "coffee"))
        assertEquals(1, service.place("a", "coffee"))

        assertEquals("coffee", service.shipNext())
        assertNull(service.shipNext())
    }
}

/** Each scenario in the folder `scenarios` is a test. */
class OrderScenariosTest {
    @TestFactory
    fun scenarios() = Scenarios.`in`("scenarios")
}
