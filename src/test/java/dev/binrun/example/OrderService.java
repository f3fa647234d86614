package dev.binrun.example;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import io.nats.client.Message;
import io.nats.client.MessageConsumer;
import io.nats.client.Nats;
import java.io.IOException;

/** A system under test, written with jnats: takes orders from a work queue and writes what became of each into a bucket. */
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

    static OrderService start(String url) throws IOException, JetStreamApiException, InterruptedException {
        Connection connection = Nats.connect(url);
        try {
            return new OrderService(connection);
        } catch (IOException | JetStreamApiException e) {
            connection.close();
            throw e;
        }
    }

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

    void stop() throws InterruptedException {
        orders.stop();
        connection.close();
    }
}
