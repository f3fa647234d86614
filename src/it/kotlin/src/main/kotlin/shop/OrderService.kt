package shop

import io.nats.client.Connection
import io.nats.client.PublishOptions
import java.time.Duration

/** Takes orders, and ships each of them once. */
class OrderService(nats: Connection) {
    private val orders = nats.jetStream()
    private val shipping = nats.getConsumerContext("ORDERS", "shipping")

    /** Takes an order, and returns its number. An order that is placed again keeps its number. */
    fun place(id: String, item: String): Long {
        val once = PublishOptions.builder().messageId(id).build()
        return orders.publish("orders.$id", item.toByteArray(), once).seqno
    }

    /** Ships the next order, and returns its item; null if there is none. */
    fun shipNext(): String? {
        val order = shipping.next(Duration.ofSeconds(1)) ?: return null
        order.ackSync(Duration.ofSeconds(1))
        return order.data.decodeToString()
    }
}
