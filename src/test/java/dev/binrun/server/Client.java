package dev.binrun.server;

import io.nats.client.Connection;
import io.nats.client.JetStreamOptions;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * A client that does not reconnect. Its {@code close} fits into a try statement, because it does not declare that it
 * may be interrupted.
 */
public record Client(Connection connection) implements AutoCloseable {
    /** The time that verbs wait for the election of a leader. */
    private static final Duration ELECTING = Duration.ofSeconds(60);

    public static Client connect(String url) throws IOException, InterruptedException {
        return connect(Options.builder().server(url).noReconnect().build());
    }

    public static Client connect(Options options) throws IOException, InterruptedException {
        return new Client(Nats.connect(options));
    }

    /** Connects to the first server that responds. */
    public static Client connect(List<String> urls) throws IOException, InterruptedException {
        return connect(Options.builder()
                .servers(urls.toArray(String[]::new))
                .noReconnect()
                .build());
    }

    /**
     * Creates a file-based stream whose subject is its name. The request is sent once; if the stream's first election
     * fails, the reply arrives after the next election.
     */
    public void add(String name, int replicas) throws Exception {
        connection
                .jetStreamManagement(
                        JetStreamOptions.builder().requestTimeout(ELECTING).build())
                .addStream(StreamConfiguration.builder()
                        .name(name)
                        .subjects(name)
                        .replicas(replicas)
                        .build());
    }

    public int replicas(String stream) throws Exception {
        return connection
                .jetStreamManagement()
                .getStreamInfo(stream)
                .getClusterInfo()
                .getReplicas()
                .size();
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while closing a connection", e);
        }
    }
}
