package dev.binrun.cli;

import dev.binrun.page.ApplicationView;
import dev.binrun.page.PageSystem;
import dev.binrun.playground.ReadableHeadersDataPort;
import dev.binrun.server.NatsServer;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A server without an application, as the live page shows it. */
record ServerPage(NatsServer server) implements PageSystem {
    /** The client's default of 2 s is too short on a busy machine. */
    private static final Duration CONNECTION = Duration.ofSeconds(10);

    @Override
    public String url() {
        return server.url();
    }

    @Override
    public String cli() {
        return "nats -s " + server.url();
    }

    @Override
    public Connection connect() throws IOException, InterruptedException {
        return connect(List.of(server.url()));
    }

    /** Connects without credentials to a server, or to the nodes of a cluster. */
    static Connection connect(List<String> urls) throws IOException, InterruptedException {
        return Nats.connect(Options.builder()
                .servers(urls.toArray(String[]::new))
                .connectionName("live page")
                .connectionTimeout(CONNECTION)
                .maxReconnects(-1)
                .reportNoResponders()
                .supportUTF8Subjects()
                .dataPortType(ReadableHeadersDataPort.class.getName())
                .errorListener(new ErrorListener() {}) // the default one prints
                .build());
    }

    @Override
    public Optional<ApplicationView> application() {
        return Optional.empty();
    }
}
