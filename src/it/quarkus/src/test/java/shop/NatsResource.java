package shop;

import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerOptions;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StreamConfiguration;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A server that starts before the application and ends after it. */
public final class NatsResource implements QuarkusTestResourceLifecycleManager {
    private NatsServer server;

    @Override
    public Map<String, String> start() {
        server = NatsServer.start(ServerOptions.ephemeral());
        try (Connection nats = Nats.connect(server.url())) {
            nats.jetStreamManagement()
                    .addStream(StreamConfiguration.builder()
                            .name("ORDERS")
                            .subjects("orders.>")
                            .retentionPolicy(RetentionPolicy.WorkQueue)
                            .build());
            nats.jetStreamManagement()
                    .addOrUpdateConsumer(
                            "ORDERS",
                            ConsumerConfiguration.builder().durable("shipping").build());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return Map.of("nats.url", server.url());
    }

    @Override
    public void stop() {
        server.close();
    }
}
