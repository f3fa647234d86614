package dev.binrun.engine.aftermath;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.form.JsonFields;
import dev.binrun.history.StreamState;
import dev.binrun.history.UnreadableException;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.scenario.ServerVersion;
import io.nats.client.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads each replica of a stream by making its node the leader. Only {@code STREAM.MSG.GET} is answered by a known
 * node, the leader (jetstream_api.go, jsMsgGetRequest); any node may answer a direct get.
 */
final class Replicas {
    /** The first version in which a step-down can name the next leader. */
    private static final ServerVersion NAMES_LEADER = new ServerVersion(2, 11, 0);

    /** The pause between two requests that the leader steps down. */
    private static final Duration AGAIN = Duration.ofSeconds(1);

    /** A node that does not change for this time really differs from the others. */
    private static final Duration REST = Duration.ofSeconds(1);

    private final Connection connection;
    private final String stream;
    private final StreamReading reading;
    private final boolean namesLeader;
    private final Duration patience;

    /**
     * Creates a reader of a stream.
     *
     * @param reading reads the stream from its leader
     * @param version the version of the servers
     * @param patience the longest wait for each reply, and for equal replicas
     */
    Replicas(Connection connection, String stream, StreamReading reading, String version, Duration patience) {
        this.connection = connection;
        this.stream = stream;
        this.reading = reading;
        this.namesLeader = ServerVersion.parse(version)
                .filter(known -> known.compareTo(NAMES_LEADER) >= 0)
                .isPresent();
        this.patience = patience;
    }

    /**
     * Returns the content of each replica by its node's name; empty without a cluster.
     *
     * @throws UnreadableException if a node cannot be read, or a client keeps changing the stream
     */
    Map<String, StreamState> read() {
        long end = System.nanoTime() + patience.toNanos();
        return Patience.ask("the replicas of " + stream + " cannot be read at one moment", patience, () -> {
            Map<String, StreamState> states = readAll();
            boolean late = System.nanoTime() - end >= 0;
            if (isSame(states, true)
                    || states.entrySet().stream().allMatch(state -> isAtRest(state.getKey(), state.getValue()))
                    || late && expires(states) && isSame(states, false)) {
                return states;
            }
            throw VerbFailedException.of(
                    "the stream changes all the time, because a client writes to it or removes from it");
        });
    }

    private Map<String, StreamState> readAll() {
        List<String> nodes =
                Patience.ask("the replicas of " + stream + " are not all current", patience, this::current);
        Map<String, StreamState> states = new LinkedHashMap<>();
        for (String node : nodes) {
            states.put(node, readFrom(node));
        }
        return states;
    }

    /** @param whole whether the first sequence and the number of messages count too */
    private static boolean isSame(Map<String, StreamState> states, boolean whole) {
        return states.values().stream()
                        .map(state -> List.of(
                                state.lastSequence(),
                                whole ? state.firstSequence() : 0L,
                                whole ? (long) state.size() : 0L))
                        .distinct()
                        .count()
                < 2;
    }

    /** Each node may remove expired messages at its own time; the check knows that. */
    private static boolean expires(Map<String, StreamState> states) {
        return states.values().stream()
                .anyMatch(state ->
                        state.limits().ttls() || !state.limits().maxAge().isZero());
    }

    /** A new leader that has not applied all decided entries would still change. */
    private boolean isAtRest(String node, StreamState before) {
        return Patience.stays(
                REST,
                () -> Patience.ask(stream + " on " + node + " cannot be read", patience, () -> {
                    lead(node);
                    JsonObject info = reading.info();
                    mustLead(node, leader(info));
                    JsonObject state = info.getAsJsonObject("state");
                    return JsonFields.number(state, "first_seq") == before.firstSequence()
                            && JsonFields.number(state, "last_seq") == before.lastSequence()
                            && JsonFields.number(state, "bytes") == before.bytes();
                }));
    }

    /** Returns all nodes, the leader first, if the others have all its messages. */
    private List<String> current() throws InterruptedException {
        JsonObject info = reading.info();
        if (!(info.get("cluster") instanceof JsonObject cluster)) {
            return List.of();
        }
        List<String> nodes = new ArrayList<>(List.of(leader(info)));
        for (JsonElement element : cluster.get("replicas") instanceof JsonArray list ? list : new JsonArray()) {
            JsonObject replica = element.getAsJsonObject();
            String name = JsonFields.text(replica, "name");
            if (!replica.get("current").getAsBoolean() || replica.has("offline")) {
                throw VerbFailedException.of(name + " is " + (replica.has("offline") ? "offline" : "behind")
                        + ", as its leader " + nodes.get(0) + " reports");
            }
            nodes.add(name);
        }
        return nodes;
    }

    private StreamState readFrom(String node) {
        return Patience.ask(stream + " on " + node + " cannot be read", patience, () -> {
            lead(node);
            StreamState state = reading.read();
            mustLead(node, leader(reading.info()));
            return state;
        });
    }

    private void lead(String node) {
        long[] asked = {System.nanoTime() - AGAIN.toNanos()};
        Patience.ask(node + " does not become the leader of " + stream, patience, () -> {
            String leader = leader(reading.info());
            if (!leader.equals(node) && System.nanoTime() - asked[0] >= AGAIN.toNanos()) {
                asked[0] = System.nanoTime();
                Api.ask(
                        connection,
                        "STREAM.LEADER.STEPDOWN." + stream,
                        namesLeader ? preferred(node) : null,
                        Api.TIMEOUT);
            }
            mustLead(node, leader);
            return leader;
        });
    }

    private static void mustLead(String node, String leader) {
        if (!leader.equals(node)) {
            throw VerbFailedException.of(leader + " is its leader, not " + node);
        }
    }

    private static JsonObject preferred(String node) {
        JsonObject placement = new JsonObject();
        placement.addProperty("preferred", node);
        JsonObject request = new JsonObject();
        request.add("placement", placement);
        return request;
    }

    private static String leader(JsonObject info) {
        String leader = JsonFields.text(info.getAsJsonObject("cluster"), "leader");
        if (leader.isEmpty()) {
            throw VerbFailedException.of("it has no leader");
        }
        return leader;
    }
}
