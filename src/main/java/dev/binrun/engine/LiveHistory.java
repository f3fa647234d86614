package dev.binrun.engine;

import dev.binrun.check.Check;
import dev.binrun.check.Checks;
import dev.binrun.check.Judgement;
import dev.binrun.engine.aftermath.FinalStateReader;
import dev.binrun.engine.client.Clients;
import dev.binrun.engine.client.UnexpectedFailures;
import dev.binrun.history.History;
import dev.binrun.history.Recorder;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.ClientContext;
import dev.binrun.jetstream.CreatedAssets;
import dev.binrun.jetstream.StreamConfig;
import dev.binrun.jetstream.StreamList;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.scenario.SimConfig;
import dev.binrun.server.cluster.Target;
import dev.binrun.server.host.IoReason;
import dev.binrun.server.host.ServerException;
import io.nats.client.Connection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The recorded operations of clients that are not a scenario's, on a system that runs already. */
public final class LiveHistory implements AutoCloseable {
    /** The name of its own connections. */
    public static final String CLIENT = Clients.DEFAULT;

    private final Target target;
    private final boolean mayChangeSubjects;
    private final History history;
    private final CreatedAssets created;

    /** @param mayChangeSubjects whether the servers' configuration may change the subject of a message */
    public LiveHistory(Target target, boolean mayChangeSubjects) {
        this.target = target;
        this.mayChangeSubjects = mayChangeSubjects;
        this.history = new History(folder(target), target.isCluster());
        this.created = new CreatedAssets(history::now, true);
    }

    /** Its connections are closed after each use, because a test may look for leaked ones. */
    private Clients clients() {
        return new Clients(target, Map.of(), Optional.empty(), SimConfig.SEED, new UnexpectedFailures());
    }

    /** A target can have several histories at the same time. */
    private static Path folder(Target target) {
        try {
            return Files.createTempDirectory(target.folder(), "checks-");
        } catch (IOException e) {
            throw new ServerException("the folder of the history cannot be created: " + IoReason.withPath(e), e);
        }
    }

    /**
     * Records the limits of the existing streams, because a later change does not show them.
     *
     * @throws VerbFailedException if the streams cannot be listed
     */
    public void recordExisting() throws InterruptedException {
        Recorder recorder = history.recorder(Clients.DEFAULT);
        try (Clients clients = clients()) {
            new StreamList(clients.get(Clients.DEFAULT), Api.TIMEOUT)
                    .infos()
                    .forEach(info -> recorder.configure(
                                    StreamList.name(info), StreamConfig.limits(info.getAsJsonObject("config")))
                            .ok(0));
        }
    }

    /** Returns the context of a new connection, in which its operations are recorded. */
    public ClientContext client(String name) {
        return new LiveClient(history.recorder(name), created);
    }

    private record LiveClient(Recorder recorder, CreatedAssets createdAssets) implements ClientContext {
        @Override
        public Connection connection() {
            throw new UnsupportedOperationException("the connection sends its requests itself");
        }

        @Override
        public Duration timeLeft() {
            return Api.TIMEOUT;
        }
    }

    /** Undoes all faults, and returns the failures. */
    public List<String> undoFaults() {
        return Servers.of(target, SimConfig.defaults()).undoFaults();
    }

    /** Judges the operations so far, and the state of the servers. */
    public Judgement judge(Check check) {
        try (Clients clients = clients()) {
            return Checks.judge(
                    check, history, new FinalStateReader(clients, target, created, history, mayChangeSubjects));
        }
    }

    @Override
    public void close() {
        history.close();
    }
}
