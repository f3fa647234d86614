package dev.binrun.engine;

import dev.binrun.engine.client.Clients;
import dev.binrun.engine.client.UnexpectedFailures;
import dev.binrun.history.History;
import dev.binrun.history.Recorder;
import dev.binrun.jetstream.CreatedAssets;
import dev.binrun.scenario.SimConfig;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What one run of a scenario owns, closed in reverse: its time, its clients, and what its steps let go on; on servers of its own. */
public final class Run implements AutoCloseable {
    private final SimConfig config;
    private final Servers servers;
    private final Deadline deadline;
    private final Clients clients;
    private final UnexpectedFailures failures;
    private final Backgrounds backgrounds;
    private final Optional<History> history;
    private final CreatedAssets createdAssets;
    private final SilenceCauses silence = new SilenceCauses();
    private final Map<String, Recorder> recorders = new ConcurrentHashMap<>();
    private final Instant begin;
    private final long start;
    private volatile boolean began;

    /**
     * @param servers stay the caller's, and must outlive this
     * @param failures records what fails unexpectedly on any thread
     */
    Run(SimConfig config, Servers servers, UnexpectedFailures failures) {
        this.config = config;
        this.failures = failures;
        this.backgrounds = new Backgrounds(failures);
        this.servers = servers;
        this.history = config.checks().isEmpty()
                ? Optional.empty()
                : Optional.of(new History(
                        servers.cluster().nodes().get(0).folder(),
                        servers.cluster().nodes().size() > 1));
        this.createdAssets = new CreatedAssets(this::stepTime, history.isPresent());
        this.begin = Instant.now();
        this.start = System.nanoTime();
        this.deadline = Deadline.in(config.timeout());
        failures.onFirst(deadline::stop);
        this.clients = new Clients(servers.cluster(), config.clients(), servers.systemUser(), config.seed(), failures);
    }

    public Servers servers() {
        return servers;
    }

    /** When it began: what the servers wrote before is about their start. */
    Instant begin() {
        return begin;
    }

    public UnexpectedFailures failures() {
        return failures;
    }

    /** The nanoseconds since it began: the clock of steps, checks and logs in a report. */
    long now() {
        return history.map(History::now).orElseGet(() -> System.nanoTime() - start);
    }

    public Deadline deadline() {
        return deadline;
    }

    public Clients clients() {
        return clients;
    }

    /** What records what a client does in a branch: one for each connection, for order is judged by connection. */
    Recorder recorder(String client, String branch) {
        return history.map(rows -> recorders.computeIfAbsent(client + "\n" + branch, key -> rows.recorder(client)))
                .orElse(Recorder.NONE);
    }

    /** What clients did; recorded only where checks judge it. */
    Optional<History> history() {
        return history;
    }

    /** Returns the streams and consumers that requests of this run created, with the times of {@link #stepTime}. */
    public CreatedAssets createdAssets() {
        return createdAssets;
    }

    /** Returns the time of the history; 0 while the topology is created. */
    private long stepTime() {
        return began ? now() : 0;
    }

    /** The known causes of requests without an answer. */
    SilenceCauses silence() {
        return silence;
    }

    /** Says that the topology is ready, and the steps begin. */
    void begins() {
        began = true;
    }

    Backgrounds backgrounds() {
        return backgrounds;
    }

    public SimConfig config() {
        return config;
    }

    @Override
    public void close() {
        deadline.close();
        backgrounds.close();
        clients.close();
        history.ifPresent(History::close);
    }
}
