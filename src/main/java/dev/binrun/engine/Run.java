package dev.binrun.engine;

import dev.binrun.scenario.SimConfig;
import dev.binrun.server.NatsServer;
import java.time.Instant;

/** What one run of a scenario owns, closed in reverse: its time, its clients, and what its steps let go on; and its server. */
final class Run implements AutoCloseable {
    private final SimConfig config;
    private final NatsServer server;
    private final Deadline deadline;
    private final Clients clients;
    private final Backgrounds backgrounds = new Backgrounds();
    private final Instant begin = Instant.now();

    /** @param server stays the caller's, and must outlive this */
    Run(SimConfig config, NatsServer server) {
        this.config = config;
        this.server = server;
        this.deadline = Deadline.in(config.timeout());
        this.clients = new Clients(server.url(), config.clients());
    }

    NatsServer server() {
        return server;
    }

    /** When it began: what the server wrote before is about its start. */
    Instant begin() {
        return begin;
    }

    Deadline deadline() {
        return deadline;
    }

    Clients clients() {
        return clients;
    }

    Backgrounds backgrounds() {
        return backgrounds;
    }

    SimConfig config() {
        return config;
    }

    @Override
    public void close() {
        deadline.close();
        backgrounds.close();
        clients.close();
    }
}
