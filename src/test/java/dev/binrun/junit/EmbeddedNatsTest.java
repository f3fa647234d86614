package dev.binrun.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.binrun.server.NatsServer;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.StreamConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests with the annotation, as users write them. */
@EmbeddedNats
@Timeout(120)
class EmbeddedNatsTest {
    private final Connection constructed;
    private final NatsServer server;

    EmbeddedNatsTest(Connection constructed, NatsServer server) {
        this.constructed = constructed;
        this.server = server;
    }

    @BeforeEach
    void addOrders(JetStreamManagement streams) throws Exception {
        streams.addStream(StreamConfiguration.builder()
                .name("ORDERS")
                .subjects("orders.>")
                .build());
    }

    @Test
    void order_published_isStored(Connection connection, JetStream orders) throws Exception {
        assertSame(constructed, connection);
        assertEquals(server.url(), connection.getConnectedUrl());
        assertEquals(1, orders.publish("orders.new", new byte[1]).getSeqno());
    }

    @Test
    void order_otherTest_hasItsOwnServer(JetStream orders) throws Exception {
        assertEquals(1, orders.publish("orders.new", new byte[1]).getSeqno());
    }

    @Nested
    class Inner {
        @Test
        void inner_usesOuterServer(JetStream orders) throws Exception {
            assertEquals(1, orders.publish("orders.new", new byte[1]).getSeqno());
        }
    }
}
