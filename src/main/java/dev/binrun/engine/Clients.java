package dev.binrun.engine;

import dev.binrun.verb.VerbFailed;
import io.nats.client.Connection;
import io.nats.client.Consumer;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** A run's connections by the names of its clients; each is made when it is first spoken with. */
final class Clients implements AutoCloseable {
    /** jnats' own listener prints a block for every server that ends; here that is what a scenario may be about. */
    private static final ErrorListener QUIET = new ErrorListener() {
        @Override
        public void errorOccurred(Connection conn, String error) {
            // the verb that caused it reports it
        }

        @Override
        public void exceptionOccurred(Connection conn, Exception exp) {
            // the verb that caused it reports it
        }

        @Override
        public void slowConsumerDetected(Connection conn, Consumer consumer) {
            // what was not delivered, the step that waits for it reports
        }
    };

    private final String url;
    private final Map<String, Connection> connections = new LinkedHashMap<>();

    Clients(String url) {
        this.url = url;
    }

    /**
     * The connection of a client.
     *
     * @throws VerbFailed if it cannot be made
     */
    Connection get(String name) throws InterruptedException {
        Connection known = connections.get(name);
        if (known == null) {
            known = connect(name);
            connections.put(name, known);
        }
        return known;
    }

    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        for (Connection connection : connections.values()) {
            try {
                connection.close();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        connections.clear();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Connection connect(String name) throws InterruptedException {
        Options options = new Options.Builder()
                .server(url)
                .connectionName(name)
                .connectionTimeout(Duration.ofSeconds(5))
                .maxReconnects(-1)
                .reconnectWait(Duration.ofMillis(100))
                .reportNoResponders()
                .clientSideLimitChecks(false)
                .errorListener(QUIET)
                .connectionListener((connection, event) -> {})
                .build();
        try {
            return Nats.connect(options);
        } catch (IOException e) {
            throw VerbFailed.of("connection: client '" + name + "' cannot connect to " + url + ": " + e.getMessage());
        }
    }
}
