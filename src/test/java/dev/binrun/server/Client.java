package dev.binrun.server;

import io.nats.client.Connection;
import io.nats.client.JetStreamOptions;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A client that does not come back by itself, whose close may stand in a try: the library's says that it may be interrupted. */
public record Client(Connection connection) implements AutoCloseable {
    /** As long as verbs wait for it. */
    private static final Duration ELECTING = Duration.ofSeconds(20);

    public static Client connect(String url) throws IOException, InterruptedException {
        return connect(Options.builder().server(url).noReconnect().build());
    }

    public static Client connect(Options options) throws IOException, InterruptedException {
        return new Client(Nats.connect(options));
    }

    /** To the first of them that answers. */
    public static Client connect(List<String> urls) throws IOException, InterruptedException {
        return connect(Options.builder()
                .servers(urls.toArray(String[]::new))
                .noReconnect()
                .build());
    }

    /**
     * Makes a stream that stores in files what is sent to its name; not tried again, but where its first election fails the answer
     * comes after the next one.
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
