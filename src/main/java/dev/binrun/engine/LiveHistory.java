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
import dev.binrun.server.cluster.ClientConnections;
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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The recorded operations of clients that are not a scenario's, on a system that runs already. */
public final class LiveHistory implements AutoCloseable {
    private final Target target;
    private final boolean mayChangeSubjects;
    private final History history;
    private final CreatedAssets created;
    private final Set<String> ownConnections = ConcurrentHashMap.newKeySet();

    /** @param mayChangeSubjects whether the servers' configuration may change the subject of a message */
    public LiveHistory(Target target, boolean mayChangeSubjects) {
        this.target = target;
        this.mayChangeSubjects = mayChangeSubjects;
        this.history = new History(folder(target), target.isCluster());
        this.created = new CreatedAssets(history::now, true);
    }

    /** Returns new connections. They are closed after each use, because a test may look for leaked ones. */
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
            note(clients);
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
            FinalStateReader end = new FinalStateReader(clients, target, created, history, mayChangeSubjects);
            Judgement judgement = Checks.judge(check, history, end);
            note(clients);
            return judgement;
        }
    }

    private void note(Clients clients) {
        clients.connections()
                .map(connection -> connection.getServerInfo())
                .forEach(info -> ownConnections.add(ClientConnections.id(info.getServerId(), info.getClientId())));
    }

    /** Returns whether a connection was opened to read the state of the servers. */
    public boolean isOwn(ClientConnections.ClientConnection connection) {
        return ownConnections.contains(connection.id());
    }

    @Override
    public void close() {
        history.close();
    }
}
