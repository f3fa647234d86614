package shop;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import io.nats.client.Connection;
import io.nats.client.Nats;
import jakarta.inject.Singleton;
import java.io.IOException;

/** Makes the connection of the application. The property {@code nats.url} has the address of its NATS server. */
@Factory
final class NatsFactory {
    @Singleton
    @Bean(preDestroy = "close")
    Connection connect(@Value("${nats.url}") String url) throws IOException, InterruptedException {
        return Nats.connect(url);
    }
}
