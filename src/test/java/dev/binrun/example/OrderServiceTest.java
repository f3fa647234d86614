package dev.binrun.example;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerOptions;
import io.nats.client.Connection;
import io.nats.client.KeyValue;
import io.nats.client.Nats;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StreamConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A plain JUnit test of the order service, with a server that the test starts and removes. */
class OrderServiceTest {
    private NatsServer server;
    private Connection client;
    private OrderService service;

    @BeforeEach
    void start() throws Exception {
        server = NatsServer.start(ServerOptions.ephemeral());
        client = Nats.connect(server.url());
        client.jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name("ORDERS")
                        .subjects("orders.>")
                        .retentionPolicy(RetentionPolicy.WorkQueue)
                        .build());
        client.jetStreamManagement()
                .addOrUpdateConsumer(
                        "ORDERS",
                        ConsumerConfiguration.builder().durable("service").build());
        client.keyValueManagement()
                .create(KeyValueConfiguration.builder().name("order-states").build());
        service = OrderService.start(server.url());
    }

    @AfterEach
    void stop() throws Exception {
        service.stop();
        client.close();
        server.close();
    }

    @Test
    void work_orderIsEmpty_refusesIt() throws Exception {
        KeyValue states = client.keyValue("order-states");

        client.jetStream().publish("orders.7", new byte[0]);
        await().until(() -> states.get("7") != null);

        assertEquals("refused", states.get("7").getValueAsString());
    }
}
