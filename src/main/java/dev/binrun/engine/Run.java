package dev.binrun.engine;

import dev.binrun.scenario.SimConfig;
import dev.binrun.server.NatsServer;
import dev.binrun.verb.World;
import io.nats.client.Connection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What one run of a scenario owns, closed in reverse: its time, its clients, and what its steps keep; and its server. */
final class Run implements AutoCloseable {
    private final SimConfig config;
    private final NatsServer server;
    private final Deadline deadline;
    private final Clients clients;
    private final Kept kept;

    /** @param server stays the caller's, and must outlive this */
    Run(SimConfig config, NatsServer server) {
        this.config = config;
        this.server = server;
        this.deadline = Deadline.in(config.timeout());
        this.clients = new Clients(server.url());
        this.kept = new Kept(config.names());
    }

    NatsServer server() {
        return server;
    }

    Deadline deadline() {
        return deadline;
    }

    Clients clients() {
        return clients;
    }

    Kept kept() {
        return kept;
    }

    /** The world as a verb sees it that speaks through a client. */
    World as(String client) throws InterruptedException {
        Connection connection = clients.get(client);
        return new World() {
            @Override
            public Connection connection() {
                return connection;
            }

            @Override
            public Duration timeLeft() {
                return deadline.left();
            }

            @Override
            public Path folder() {
                return config.folder();
            }

            @Override
            public Optional<String> defaultStorage() {
                return config.server().storage().map(Object::toString);
            }

            @Override
            public String serverVersion() {
                return server.version();
            }
        };
    }

    @Override
    public void close() {
        deadline.close();
        clients.close();
    }
}
