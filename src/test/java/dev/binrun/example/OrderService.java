package dev.binrun.example;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import io.nats.client.Message;
import io.nats.client.MessageConsumer;
import io.nats.client.Nats;
import java.io.IOException;

/** A service under test: takes orders from a work queue and writes the state of each into a bucket. */
final class OrderService {
    private final Connection connection;
    private final MessageConsumer orders;

    private OrderService(Connection connection) throws IOException, JetStreamApiException {
        KeyValue states = connection.keyValue("order-states");
        this.connection = connection;
        this.orders = connection
                .getStreamContext("ORDERS")
                .getConsumerContext("service")
                .consume(order -> work(order, states));
    }

    /** Connects to the server and starts to work; stream, consumer and bucket must exist. */
    static OrderService start(String url) throws IOException, JetStreamApiException, InterruptedException {
        Connection connection = Nats.connect(url);
        try {
            return new OrderService(connection);
        } catch (IOException | JetStreamApiException e) {
            connection.close();
            throw e;
        }
    }

    /** Writes the state first and acknowledges last: after a crash between the two, the server redelivers the order. */
    private static void work(Message order, KeyValue states) {
        String id = order.getSubject().substring("orders.".length());
        String state = order.getData().length == 0 ? "refused" : "accepted";
        try {
            states.put(id, state);
            order.ack();
        } catch (IOException | JetStreamApiException e) {
            order.nak();
        }
    }

    /** Stops the consumer and closes the connection. */
    void stop() throws InterruptedException {
        orders.stop();
        connection.close();
    }
}
