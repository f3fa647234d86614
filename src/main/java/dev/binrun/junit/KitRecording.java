package dev.binrun.junit;

import com.google.gson.JsonObject;
import dev.binrun.check.Check;
import dev.binrun.check.Judgement;
import dev.binrun.engine.LiveHistory;
import dev.binrun.form.Count;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.scenario.ServerConfig;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ReadyProbe;
import dev.binrun.server.ServerState;
import dev.binrun.server.cluster.ClientConnections;
import dev.binrun.server.cluster.ClientConnections.ClientConnection;
import io.nats.client.Connection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToLongFunction;
import org.opentest4j.AssertionFailedError;

/**
 * The operations of one test on one server. A connection that is not recorded, and that sends messages, makes the
 * checks unknown.
 */
final class KitRecording implements AutoCloseable {
    private static final String FIX = "; inject it into the test, or open it with connect of NatsChecks";

    private final KitServer server;
    private final LiveHistory history;
    private final List<RecordedClient> clients = new CopyOnWriteArrayList<>();
    private final List<Connection> connections = new CopyOnWriteArrayList<>();

    /** The connections of others as they were at the begin, by id. */
    private final Map<String, ClientConnection> before = new HashMap<>();

    private boolean begun;

    KitRecording(KitServer server) {
        this.server = server;
        this.history = new LiveHistory(server.cluster(), mayChangeSubjects(server.declaration()));
    }

    private static boolean mayChangeSubjects(KitDeclaration declaration) {
        JsonObject config = KitConfig.read(declaration.testClass(), declaration.settings());
        return new ServerConfig(Optional.empty(), Optional.empty(), Optional.of(config)).mayChangeSubjects();
    }

    /** Begins to watch the connections of others; their earlier messages do not count. */
    synchronized void begin() {
        if (begun) {
            return;
        }
        begun = true;
        try {
            history.recordExisting();
            others().forEach(other -> before.put(other.id(), other));
        } catch (VerbFailedException e) {
            throw new UnknownCheckException("the streams cannot be listed: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnknownCheckException("interrupted while the streams were listed");
        }
    }

    /** Opens a connection whose operations are recorded. */
    Connection connect(String name) throws IOException, InterruptedException {
        RecordedClient client = new RecordedClient(history.client(name));
        clients.add(client);
        Connection connection = server.connect(name, client);
        connections.add(connection);
        return connection;
    }

    /**
     * Judges a check as at the end of a scenario: undoes all faults first.
     *
     * @param label the check and its arguments
     * @param concerns the messages of an unrecorded connection that concern the check
     * @throws AssertionFailedError if it is violated
     * @throws UnknownCheckException if it cannot be judged
     */
    synchronized void judge(String label, Check check, ToLongFunction<ClientConnection> concerns) {
        requireFaultsUndone(label);
        requireRecorded(label, concerns);
        Judgement judgement = history.judge(check);
        requireRecorded(label, concerns); // again, because a server counts a message late
        if (judgement instanceof Judgement.Violated violated) {
            throw new AssertionFailedError(label + ": " + String.join("\n", violated.evidence()));
        }
        if (judgement instanceof Judgement.Unknown unknown) {
            throw new UnknownCheckException(label + ": unknown: " + unknown.reason());
        }
    }

    private void requireFaultsUndone(String label) {
        List<String> failures = history.undoFaults();
        if (Thread.currentThread().isInterrupted()) {
            throw new UnknownCheckException(label + ": interrupted before it was judged");
        }
        Optional<NatsServer> lost = server.cluster().nodes().stream()
                .filter(node -> node.state().isLost() || node.state() == ServerState.PAUSED)
                .findFirst();
        if (lost.isPresent() || !failures.isEmpty()) {
            throw new UnknownCheckException(label + ": unknown: "
                    + (failures.isEmpty()
                            ? lost.orElseThrow().name() + " is "
                                    + lost.orElseThrow().state()
                            : String.join("; ", failures)));
        }
    }

    private void requireRecorded(String label, ToLongFunction<ClientConnection> concerns) {
        clients.stream().filter(client -> client.failure() != null).findFirst().ifPresent(client -> {
            throw new UnknownCheckException(
                    label + ": unknown: binrun itself failed to record an operation; please report this: "
                            + client.failure());
        });
        for (ClientConnection other : others()) {
            ClientConnection earlier = before.get(other.id());
            long count = concerns.applyAsLong(other) - (earlier == null ? 0 : concerns.applyAsLong(earlier));
            if (count > 0) {
                throw new UnknownCheckException(label + ": unknown: the connection \"" + other.name() + "\" ("
                        + other.place() + ") exchanged " + Count.of(count, "message") + " that "
                        + Count.form(count, "is", "are") + " not recorded" + FIX);
            }
        }
    }

    /** Returns the connections that are not recorded. */
    private List<ClientConnection> others() {
        List<ClientConnection> others = new ArrayList<>();
        for (NatsServer node : server.cluster().nodes()) {
            try {
                ClientConnections.of(node)
                        .orElseThrow(() -> new UnknownCheckException("the checks need the monitoring of the server, to"
                                + " find connections that are not recorded; remove http from the configuration of"
                                + " @EmbeddedNats"))
                        .stream()
                        .filter(connection -> !connection.name().equals(ReadyProbe.NAME)) // of a restart
                        .filter(connection -> !history.isOwn(connection))
                        .filter(connection -> clients.stream().noneMatch(client -> client.isKnownAs(connection.id())))
                        .forEach(others::add);
            } catch (IOException e) {
                throw new UnknownCheckException(
                        "the connections of " + node.name() + " are unknown: " + e.getMessage());
            }
        }
        return others;
    }

    @Override
    public void close() {
        try (history) {
            for (Connection connection : connections) {
                connection.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
