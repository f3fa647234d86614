package shop;

import io.nats.client.Connection;
import io.nats.client.ConsumerContext;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.PublishOptions;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Takes orders, and ships each of them once. */
@Singleton
public class OrderService {
    private final JetStream orders;
    private final ConsumerContext shipping;

    /** Connects to the stream {@code ORDERS} and its consumer {@code shipping}. */
    public OrderService(Connection nats) throws IOException, JetStreamApiException {
        orders = nats.jetStream();
        shipping = nats.getConsumerContext("ORDERS", "shipping");
    }

    /** Takes an order, and returns its number. An order that is placed again keeps its number. */
    public long place(String id, String item) throws IOException, JetStreamApiException {
        PublishOptions once = PublishOptions.builder().messageId(id).build();
        return orders.publish("orders." + id, item.getBytes(StandardCharsets.UTF_8), once).getSeqno();
    }

    /** Ships the next order, and returns its item; empty if there is none. */
    public Optional<String> shipNext() throws Exception {
        Message order = shipping.next(Duration.ofSeconds(1));
        if (order == null) {
            return Optional.empty();
        }
        order.ackSync(Duration.ofSeconds(1));
        return Optional.of(new String(order.getData(), StandardCharsets.UTF_8));
    }
}
