package dev.binrun.engine.aftermath;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.form.JsonFields;
import dev.binrun.form.Quantity;
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
import java.util.concurrent.locks.LockSupport;

/**
 * Reads each replica of a stream. Of all requests only {@code STREAM.MSG.GET} is answered by a node that can be known, the leader
 * (jetstream_api.go, jsMsgGetRequest); a direct get is answered by any. So each node is made the leader in turn.
 */
final class Replicas {
    /** The first version whose streams take a preferred leader; those before choose by themselves. */
    private static final ServerVersion PREFERS = new ServerVersion(2, 11, 0);

    private static final Duration AGAIN = Duration.ofSeconds(1);

    /** For so long a node must not change to be believed that it differs. */
    private static final Duration REST = Duration.ofSeconds(1);

    private static final Duration POLL = Duration.ofMillis(50);

    private final Connection connection;
    private final String stream;
    private final StreamReading reading;
    private final boolean prefers;
    private final Duration patience;

    Replicas(Connection connection, String stream, StreamReading reading, String version, Duration patience) {
        this.connection = connection;
        this.stream = stream;
        this.reading = reading;
        this.prefers = ServerVersion.parse(version)
                .filter(known -> known.compareTo(PREFERS) >= 0)
                .isPresent();
        this.patience = patience;
    }

    /** What each holds, by the node's name; empty without a cluster. */
    Map<String, StreamState> read() {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            List<String> nodes =
                    Patience.ask("the replicas of " + stream + " are not all current", patience, this::current);
            Map<String, StreamState> states = new LinkedHashMap<>();
            for (String node : nodes) {
                states.put(node, readFrom(node));
            }
            boolean late = System.nanoTime() - end >= 0;
            if (isSame(states, true)
                    || nodes.stream().allMatch(node -> isAtRest(node, states.get(node)))
                    || late && expires(states) && isSame(states, false)) {
                return states;
            }
            if (late) {
                throw new UnreadableException(
                        "the replicas of " + stream + " cannot be read at one moment: it does not come to"
                                + " rest, not within " + Quantity.write(patience)
                                + ", as something goes on writing to it or taking from it");
            }
        }
    }

    /** Whether all end at one sequence, and begin at one and hold as much if that is asked too. */
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

    /** Whether messages may leave each node at a time of its own, which the check knows. */
    private static boolean expires(Map<String, StreamState> states) {
        return states.values().stream()
                .anyMatch(state ->
                        state.limits().ttls() || !state.limits().maxAge().isZero());
    }

    /**
     * Whether a node goes on saying that it holds as much as when it was read: then no other was read later in the stream's life, and it
     * was not read itself when it led already but had not yet done all that it knew to be decided.
     */
    private boolean isAtRest(String node, StreamState before) {
        long end = System.nanoTime() + REST.toNanos();
        while (System.nanoTime() - end < 0) {
            boolean rests = Patience.ask(stream + " on " + node + " cannot be read", patience, () -> {
                lead(node);
                JsonObject info = reading.info();
                mustBe(node, leader(info));
                JsonObject state = info.getAsJsonObject("state");
                return JsonFields.number(state, "first_seq") == before.firstSequence()
                        && JsonFields.number(state, "last_seq") == before.lastSequence()
                        && JsonFields.number(state, "bytes") == before.bytes();
            });
            if (!rests) {
                return false;
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        return true;
    }

    /** All nodes, the leader first, once the leader says that the others have what it has. */
    private List<String> current() throws InterruptedException {
        JsonObject info = reading.info();
        if (!(info.get("cluster") instanceof JsonObject cluster)) {
            return List.of();
        }
        List<String> nodes = new ArrayList<>(List.of(leader(info)));
        for (JsonElement each : cluster.get("replicas") instanceof JsonArray list ? list : new JsonArray()) {
            JsonObject replica = each.getAsJsonObject();
            String name = JsonFields.text(replica, "name");
            if (!replica.get("current").getAsBoolean() || replica.has("offline")) {
                throw VerbFailedException.of(
                        name + " is " + (replica.has("offline") ? "offline" : "behind") + ", says " + nodes.get(0));
            }
            nodes.add(name);
        }
        return nodes;
    }

    private StreamState readFrom(String node) {
        return Patience.ask(stream + " on " + node + " cannot be read", patience, () -> {
            lead(node);
            StreamState state = reading.read();
            mustBe(node, leader(reading.info()));
            return state;
        });
    }

    private void lead(String node) {
        long[] asked = {System.nanoTime() - AGAIN.toNanos()};
        Patience.ask(node + " does not become the leader of " + stream, patience, () -> {
            String leader = leader(reading.info());
            if (!leader.equals(node) && System.nanoTime() - asked[0] >= AGAIN.toNanos()) {
                asked[0] = System.nanoTime();
                Api.ask(connection, "STREAM.LEADER.STEPDOWN." + stream, prefers ? preferred(node) : null, Api.TIMEOUT);
            }
            mustBe(node, leader);
            return leader;
        });
    }

    private static void mustBe(String node, String leader) {
        if (!leader.equals(node)) {
            throw VerbFailedException.of(leader + " leads it, not " + node);
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
