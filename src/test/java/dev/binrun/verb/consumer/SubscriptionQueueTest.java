package dev.binrun.verb.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerOptions;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Tests the messages of a subscription and its end. */
final class SubscriptionQueueTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void next_afterEnd_returnsArrivedMessages() throws Exception {
        try (NatsServer server = NatsServer.start(ServerOptions.ephemeral())) {
            Connection connection = Nats.connect(server.url());
            SubscriptionQueue arrivals = SubscriptionQueue.on(connection, "a", Optional.empty());
            for (int i = 0; i < 10; i++) {
                connection.publish("a", new byte[] {(byte) i});
            }
            arrivals.end();
            TimeUnit.MILLISECONDS.sleep(1_500); // a reader that is later than the wait for the end; no event shows that
            for (int i = 0; i < 10; i++) {
                assertEquals(i, arrivals.next(LONG).orElseThrow().getData()[0]);
            }
            assertFalse(arrivals.ended());
            assertEquals(Optional.empty(), arrivals.next(LONG));
            assertTrue(arrivals.ended());
            connection.close();
        }
    }

    @Test
    void next_endedWhileWaiting_endsSoon() throws Exception {
        try (NatsServer server = NatsServer.start(ServerOptions.ephemeral())) {
            Connection connection = Nats.connect(server.url());
            SubscriptionQueue arrivals = SubscriptionQueue.on(connection, "a", Optional.empty());
            Thread other = new Thread(arrivals::end);
            other.start();
            long start = System.nanoTime();
            assertEquals(Optional.empty(), arrivals.next(LONG));
            assertTrue(System.nanoTime() - start < LONG.toNanos());
            other.join();
            arrivals.close();
            arrivals.close();
            assertEquals(Optional.empty(), arrivals.next(LONG));
            connection.close();
        }
    }
}
