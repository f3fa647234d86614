package shop;

import io.nats.client.Connection;
import io.nats.client.Nats;
import java.io.IOException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** The application. The property {@code nats.url} has the address of its NATS server. */
@SpringBootApplication
public class ShopApplication {
    public static void main(String... args) {
        SpringApplication.run(ShopApplication.class, args);
    }

    /** Connects to NATS; Spring closes the connection. */
    @Bean(destroyMethod = "close")
    Connection nats(@Value("${nats.url}") String url) throws IOException, InterruptedException {
        return Nats.connect(url);
    }
}
