package dev.binrun.engine.aftermath;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.binrun.engine.client.Clients;
import dev.binrun.form.JsonFields;
import dev.binrun.history.ConsumerState;
import dev.binrun.history.FinalState;
import dev.binrun.history.History;
import dev.binrun.history.StreamCopy;
import dev.binrun.history.StreamState;
import dev.binrun.history.UnreadableException;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.ApiErrorCode;
import dev.binrun.jetstream.CreatedAssets;
import dev.binrun.jetstream.Reason;
import dev.binrun.jetstream.StreamList;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.server.cluster.Target;
import dev.binrun.server.host.ServerException;
import dev.binrun.verdict.BrokenException;
import io.nats.client.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The final state of a run. Reads it when a check first needs it, after the servers have recovered from their faults.
 */
public final class FinalStateReader implements FinalState {
    /** The longest wait for servers to recover from faults, and for a replica to become the leader. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /**
     * The longest wait for a mirror to catch up. If a fault took its request for a consumer, the server waits 30 s for
     * the reply, and 10 s more each time before it asks again (stream.go, srcConsumerWaitTime and
     * calculateRetryBackoff). This is enough for two such waits.
     */
    private static final Duration MIRRORS = Duration.ofSeconds(100);

    /**
     * In a cluster a new consumer may start this late, because it needs a leader, perhaps in a second election
     * (raft.go).
     */
    private static final Duration CREATION_IN_CLUSTER = Duration.ofSeconds(10);

    private static final Duration CREATION = Duration.ofMillis(100);

    /** The branch of the reader's own connections; faults may still affect those of the steps. */
    private static final String BRANCH = "checks";

    private final Clients clients;
    private final Target target;
    private final CreatedAssets created;
    private final History history;
    private final Map<String, Optional<StreamState>> streams = new HashMap<>();
    private final Map<String, Map<String, StreamState>> replicas = new HashMap<>();
    private final Map<String, Optional<Connection>> connections = new HashMap<>();
    private final boolean mayChangeSubjects;
    private boolean healthy;
    private long at;

    /**
     * Creates a reader that has read nothing.
     *
     * @param clients the clients of the run; the reader has its own connection as each of them
     * @param target the system that the run uses
     * @param created the streams and consumers that steps created
     * @param history the history of the run
     * @param mayChangeSubjects whether the servers' configuration may change the subject of a message
     */
    public FinalStateReader(
            Clients clients, Target target, CreatedAssets created, History history, boolean mayChangeSubjects) {
        this.mayChangeSubjects = mayChangeSubjects;
        this.clients = clients;
        this.target = target;
        this.created = created;
        this.history = history;
        this.at = history.now();
    }

    @Override
    public long at() {
        return at;
    }

    @Override
    public boolean mayChangeSubjects() {
        return mayChangeSubjects;
    }

    @Override
    public Optional<StreamState> stream(String name) {
        Optional<StreamState> known = streams.get(name);
        if (known == null) {
            known = connection(name).map(connection -> read(name, connection));
            streams.put(name, known);
            at = history.now();
        }
        return known;
    }

    @Override
    public Map<String, StreamState> replicas(String stream) {
        Map<String, StreamState> known = replicas.get(stream);
        if (known == null) {
            known = connection(stream)
                    .map(connection -> new Replicas(
                                    connection, stream, reading(stream, connection), target.version(), PATIENCE)
                            .read())
                    .orElse(Map.of());
            replicas.put(stream, known);
            at = history.now();
        }
        return known;
    }

    @Override
    public List<ConsumerState> consumers(String stream) {
        List<JsonObject> existing = connection(stream)
                .map(connection -> Patience.ask(
                        "the consumers of " + stream + " cannot be listed",
                        PATIENCE,
                        () -> new ConsumerList(connection, stream, Api.TIMEOUT).infos()))
                .orElse(List.of());
        long now = history.now();
        Duration slack = target.isCluster() ? CREATION_IN_CLUSTER : CREATION;
        return new ConsumerStates(created, Instant.now().minusNanos(now), now, slack).of(stream, existing);
    }

    @Override
    public List<StreamCopy> copies(String stream) {
        return connection(stream)
                .map(connection -> Patience.ask(
                        "the streams beside " + stream + " cannot be listed",
                        PATIENCE,
                        () -> new StreamList(connection, Api.TIMEOUT).infos()))
                .orElse(List.of())
                .stream()
                .flatMap(info -> copies(stream, info.getAsJsonObject("config")))
                .toList();
    }

    /** Ignores an external source: it only has the same name. */
    private static Stream<StreamCopy> copies(String origin, JsonObject config) {
        List<JsonObject> sources = new ArrayList<>();
        boolean mirror = config.get("mirror") instanceof JsonObject;
        if (mirror) {
            sources.add(config.getAsJsonObject("mirror"));
        } else if (config.get("sources") instanceof JsonArray list) {
            list.forEach(source -> sources.add(source.getAsJsonObject()));
        }
        return sources.stream()
                .filter(source -> JsonFields.text(source, "name").equals(origin) && !source.has("external"))
                .map(source -> new StreamCopy(
                        JsonFields.text(config, "name"),
                        mirror,
                        source.get("consumer") instanceof JsonObject consumer
                                ? Optional.of(JsonFields.text(consumer, "name"))
                                : Optional.empty()));
    }

    private StreamState read(String name, Connection connection) {
        StreamReading reading = reading(name, connection);
        awaitCaughtUp(name, connection, reading);
        awaitOldLeader(name, reading);
        return Patience.ask("the stream " + name + " cannot be read", PATIENCE, reading::read);
    }

    private static void awaitOldLeader(String name, StreamReading reading) {
        Patience.ask("the stream " + name + " does not keep its leader", PATIENCE, () -> {
            JsonObject info = reading.info();
            if (Leadership.isNew(info)) {
                throw VerbFailedException.of(
                        JsonFields.text(info.getAsJsonObject("cluster"), "leader") + " was just elected");
            }
            return info;
        });
    }

    /** If a mirror does not catch up, the check reports the missing messages. */
    private void awaitCaughtUp(String name, Connection connection, StreamReading mirror) {
        Patience.ask("the stream " + name + " does not reply", PATIENCE, mirror::origin)
                .filter(origin -> connection(origin).isPresent())
                .map(origin -> new MirrorCatchUp(connection, origin, reading(origin, connection), mirror))
                .ifPresent(catchUp -> Patience.succeeds(MIRRORS, catchUp::check));
    }

    private StreamReading reading(String name, Connection connection) {
        return new StreamReading(connection, name, history.names(), streamCreated(name));
    }

    /** Returns the connection of a client whose account has the stream; empty if no account has it. */
    private Optional<Connection> connection(String stream) {
        awaitHealth();
        return connections.computeIfAbsent(
                stream, name -> Patience.ask("the stream " + name + " cannot be found", PATIENCE, () -> search(name)));
    }

    /**
     * Asks as each client, because each may use another account. A stream is missing only if all clients could see it.
     */
    private Optional<Connection> search(String stream) throws InterruptedException {
        Map<String, Connection> found = new LinkedHashMap<>();
        VerbFailedException silence = null;
        String refusal = "";
        for (String client : clientNames()) {
            try {
                Connection connection = clients.get(client, BRANCH);
                JsonObject info = Api.ask(connection, "STREAM.INFO." + stream, null, Api.TIMEOUT);
                found.putIfAbsent(JsonFields.text(info, "created"), connection);
            } catch (VerbFailedException e) {
                boolean denied = e.hasWord(Reason.DENIED.word());
                refusal = denied ? e.getMessage() : refusal;
                silence = denied || isAbsent(e) ? silence : e;
            } catch (BrokenException e) {
                refusal = e.getMessage();
            }
        }
        if (found.size() > 1) {
            throw UnreadableException.ambiguous(
                    "several accounts have a stream " + stream + ", and the history does not tell them apart");
        }
        if (found.isEmpty() && silence != null) {
            throw silence;
        }
        if (found.isEmpty() && !refusal.isEmpty()) {
            throw new UnreadableException("no client can see the stream " + stream + ": " + refusal);
        }
        return found.values().stream().findFirst();
    }

    /** Returns when the last stream of a name was created; 0 if no request of the run created it. */
    private long streamCreated(String name) {
        List<CreatedAssets.CreatedAsset> streams = created.streams(name);
        return streams.isEmpty() ? 0 : streams.get(streams.size() - 1).at();
    }

    /** Returns all clients, the default one first. */
    private Set<String> clientNames() {
        Set<String> names = new LinkedHashSet<>(List.of(Clients.DEFAULT));
        names.addAll(clients.names());
        return names;
    }

    private static boolean isAbsent(VerbFailedException e) {
        return e.isNotFound() || e.isError(ApiErrorCode.NOT_ENABLED_FOR_ACCOUNT);
    }

    private void awaitHealth() {
        if (healthy) {
            return;
        }
        try {
            target.awaitHealthy(PATIENCE);
            healthy = true;
        } catch (ServerException e) {
            throw new UnreadableException(e.getMessage());
        }
    }
}
