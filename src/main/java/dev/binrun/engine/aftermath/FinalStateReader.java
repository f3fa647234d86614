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
import dev.binrun.server.cluster.NatsCluster;
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

/** What a run has left on its servers, read once a check asks for it and they have found together again. */
public final class FinalStateReader implements FinalState {
    /** How long servers get to find together after faults, a replica to lead. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /**
     * How long a mirror gets to catch up. Where a fault took its request for a consumer, the server waits for the answer for 30 s, and then
     * for 10 s more each time before it asks again (stream.go, srcConsumerWaitTime and calculateRetryBackoff): this is two such times.
     */
    private static final Duration MIRRORS = Duration.ofSeconds(100);

    /** How long a consumer takes until it is there, if nobody heard of it: in a cluster it needs a leader, at the second try too (raft.go). */
    private static final Duration MAKING = Duration.ofSeconds(10);

    private static final Duration MAKING_ALONE = Duration.ofMillis(100);

    /** Connections of its own: what became of those of the steps, in their faults, is no matter. */
    private static final String CONNECTIONS = "checks";

    private final Clients clients;
    private final NatsCluster cluster;
    private final CreatedAssets created;
    private final History history;
    private final Map<String, Optional<StreamState>> streams = new HashMap<>();
    private final Map<String, Map<String, StreamState>> replicas = new HashMap<>();
    private final Map<String, Optional<Connection>> connections = new HashMap<>();
    private final boolean mayChangeSubjects;
    private boolean healthy;
    private long at;

    /**
     * Creates a reader that has not read anything yet.
     *
     * @param clients the clients of the run; the reader makes connections of its own as each of them
     * @param cluster the servers of the run
     * @param created the streams and consumers that the run's steps created
     * @param mayChangeSubjects whether the servers' configuration may change the subject of a message
     */
    public FinalStateReader(
            Clients clients, NatsCluster cluster, CreatedAssets created, History history, boolean mayChangeSubjects) {
        this.mayChangeSubjects = mayChangeSubjects;
        this.clients = clients;
        this.cluster = cluster;
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
                                    connection,
                                    stream,
                                    reading(stream, connection),
                                    cluster.nodes().get(0).version(),
                                    PATIENCE)
                            .read())
                    .orElse(Map.of());
            replicas.put(stream, known);
            at = history.now();
        }
        return known;
    }

    @Override
    public List<ConsumerState> consumers(String stream) {
        List<JsonObject> there = connection(stream)
                .map(connection -> Patience.ask(
                        "the consumers of " + stream + " cannot be listed",
                        PATIENCE,
                        () -> new ConsumerList(connection, stream, Api.TIMEOUT).infos()))
                .orElse(List.of());
        long now = history.now();
        Duration slack = cluster.nodes().size() > 1 ? MAKING : MAKING_ALONE;
        return new ConsumerStates(created, Instant.now().minusNanos(now), now, slack).of(stream, there);
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

    /** How a stream takes its messages from another, if it does; what comes from elsewhere only has the same name. */
    private static Stream<StreamCopy> copies(String origin, JsonObject config) {
        List<JsonObject> sources = new ArrayList<>();
        boolean mirror = config.get("mirror") instanceof JsonObject;
        if (mirror) {
            sources.add(config.getAsJsonObject("mirror"));
        } else if (config.get("sources") instanceof JsonArray list) {
            list.forEach(each -> sources.add(each.getAsJsonObject()));
        }
        return sources.stream()
                .filter(each -> JsonFields.text(each, "name").equals(origin) && !each.has("external"))
                .map(each -> new StreamCopy(
                        JsonFields.text(config, "name"),
                        mirror,
                        each.get("consumer") instanceof JsonObject its
                                ? Optional.of(JsonFields.text(its, "name"))
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

    /** Of a mirror that does not catch up, the check finds what it lacks. */
    private void awaitCaughtUp(String name, Connection connection, StreamReading mirror) {
        Patience.ask("the stream " + name + " does not answer", PATIENCE, mirror::origin)
                .filter(origin -> connection(origin).isPresent())
                .map(origin -> new MirrorCatchUp(connection, origin, reading(origin, connection), mirror))
                .ifPresent(catchUp -> Patience.succeeds(MIRRORS, catchUp::check));
    }

    private StreamReading reading(String name, Connection connection) {
        return new StreamReading(connection, name, history.names(), streamCreated(name));
    }

    /** The connection of the first client in whose account there is such a stream. */
    private Optional<Connection> connection(String stream) {
        awaitHealth();
        return connections.computeIfAbsent(
                stream, name -> Patience.ask("the stream " + name + " cannot be found", PATIENCE, () -> whoSees(name)));
    }

    /** Asks as each client, for each may see another account; that a stream is nowhere is known only if each could have seen it. */
    private Optional<Connection> whoSees(String stream) throws InterruptedException {
        Map<String, Connection> found = new LinkedHashMap<>();
        VerbFailedException silence = null;
        String refusal = "";
        for (String client : clientNames()) {
            try {
                Connection connection = clients.get(client, CONNECTIONS);
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
                    "there is a stream " + stream + " in several accounts, and the history has both");
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

    /** The default one first. */
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
            cluster.awaitHealthy(PATIENCE);
            healthy = true;
        } catch (ServerException e) {
            throw new UnreadableException(e.getMessage());
        }
    }
}
