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

/** The resources of one run of a scenario: its time, its clients, its history and its background verbs. */
public final class Run implements AutoCloseable {
    private final SimConfig config;
    private final Servers servers;
    private final Deadline deadline;
    private final Clients clients;
    private final UnexpectedFailures failures;
    private final Backgrounds backgrounds;
    private final Optional<History> history;
    private final boolean keepsCourse;
    private final CreatedAssets createdAssets;
    private final SilenceCauses silence = new SilenceCauses();
    private final Map<String, Recorder> recorders = new ConcurrentHashMap<>();
    private final Instant begin;
    private final long start;
    private volatile boolean began;

    /**
     * Creates a run and starts its time.
     *
     * @param servers the target; the caller closes it after this run
     * @param failures records the unexpected failures on any thread
     * @param keepsCourse whether a report shows the course of the run
     */
    Run(SimConfig config, Servers servers, UnexpectedFailures failures, boolean keepsCourse) {
        this.config = config;
        this.keepsCourse = keepsCourse;
        this.failures = failures;
        this.backgrounds = new Backgrounds(failures);
        this.servers = servers;
        boolean hasChecks = !config.checks().isEmpty();
        this.history = hasChecks || keepsCourse
                ? Optional.of(
                        new History(servers.target().folder(), servers.target().isCluster()))
                : Optional.empty();
        this.createdAssets = new CreatedAssets(this::stepTime, hasChecks);
        this.begin = Instant.now();
        this.start = System.nanoTime();
        this.deadline = Deadline.in(config.timeout());
        failures.onFirst(deadline::stop);
        this.clients = new Clients(servers.target(), config.clients(), servers.systemUser(), config.seed(), failures);
    }

    /** Returns the target of the run. */
    public Servers servers() {
        return servers;
    }

    /** Returns the start of the run. Log lines before it are about the start of the servers. */
    Instant begin() {
        return begin;
    }

    /** Returns the unexpected failures on the threads of the run. */
    public UnexpectedFailures failures() {
        return failures;
    }

    /** Returns the nanoseconds since the start of the run: the clock of the steps and checks in a report. */
    long now() {
        return history.map(History::now).orElseGet(() -> System.nanoTime() - start);
    }

    /** Returns the scenario's time. */
    public Deadline deadline() {
        return deadline;
    }

    /** Returns the connections of the run. */
    public Clients clients() {
        return clients;
    }

    /**
     * Returns the recorder of a client in a branch. Each connection has its own, because checks judge order by
     * connection.
     */
    Recorder recorder(String client, String branch) {
        return history.map(rows -> recorders.computeIfAbsent(client + "\n" + branch, key -> rows.recorder(client)))
                .orElse(Recorder.NONE);
    }

    /** Returns whether a report shows the course of this run. */
    boolean keepsCourse() {
        return keepsCourse;
    }

    /** Returns the operations of the clients; empty if no check and no report reads them. */
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

    /** Returns the known causes of requests without a reply. */
    SilenceCauses silence() {
        return silence;
    }

    /** Notes that the topology is ready and the steps begin. */
    void begins() {
        began = true;
    }

    /** Returns the background verbs that steps started. */
    Backgrounds backgrounds() {
        return backgrounds;
    }

    /** Returns the configuration of the scenario. */
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
