package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.binrun.junit.EmbeddedNats;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Message;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StreamConfiguration;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each test has its own nats-server, which is ready before the test and ends after it. */
@EmbeddedNats
class OrdersTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** Parameters are injected by their type: connections, streams, servers, clusters. */
    @BeforeEach
    void createStream(JetStreamManagement management) throws Exception {
        management.addStream(StreamConfiguration.builder()
                .name("ORDERS")
                .subjects("orders.>")
                .retentionPolicy(RetentionPolicy.WorkQueue)
                .build());
        management.addOrUpdateConsumer(
                "ORDERS", ConsumerConfiguration.builder().durable("worker").build());
    }

    @Test
    void worker_getsAllOrders_inTheirOrder(Connection nats) throws Exception {
        for (String order : List.of("coffee", "tea")) {
            nats.jetStream().publish("orders.new", order.getBytes());
        }

        assertEquals(List.of("coffee", "tea"), List.of(work(nats), work(nats)));
    }

    @Test
    void workerFails_orderIsDeliveredAgain(Connection nats) throws Exception {
        nats.jetStream().publish("orders.new", "coffee".getBytes());

        Message first = nats.getConsumerContext("ORDERS", "worker").next(LIMIT);
        first.nak();
        Message second = nats.getConsumerContext("ORDERS", "worker").next(LIMIT);

        assertEquals(1, first.metaData().deliveredCount());
        assertEquals(2, second.metaData().deliveredCount());
    }

    /** Takes one order and acknowledges it. */
    private static String work(Connection nats) throws Exception {
        Message order = nats.getConsumerContext("ORDERS", "worker").next(LIMIT);
        order.ack();
        return new String(order.getData());
    }
}
