package shop;

import io.nats.client.Connection;
import io.nats.client.Nats;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the connection of the application. The property {@code nats.url} has the address of its NATS server. */
public class NatsProducer {
    @Produces
    @Singleton
    Connection connect(@ConfigProperty(name = "nats.url") String url) throws IOException, InterruptedException {
        return Nats.connect(url);
    }

    void close(@Disposes Connection nats) throws InterruptedException {
        nats.close();
    }
}
