package dev.binrun.verb.fault;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.form.JsonFields;
import dev.binrun.form.Quantity;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.ApiErrorCode;
import dev.binrun.jetstream.Reason;
import dev.binrun.jetstream.Retry;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.server.ServerState;
import dev.binrun.verb.World;
import dev.binrun.verb.node.NodeSearch;
import dev.binrun.verb.node.WhichNode;
import io.nats.client.Connection;
import java.time.Duration;
import java.util.Optional;

/** Has a leader step down, and waits until there is another: the API's request, and what it says of the group before and after. */
final class StepDown {
    /** One that has no leader answers nothing, or late. */
    private static final Duration ASK_LIMIT = Duration.ofMillis(500);

    private static final Duration POLL = Duration.ofMillis(10);

    /** Before the leader that was elected in place of the preferred node is asked: nodes hear of each other once a second. */
    private static final Duration AGAIN = Duration.ofMillis(250);

    private final World world;
    private final Group group;
    private final Duration limit;

    /** Who leads, and how many there are to lead. */
    interface Group {
        /** What it is called in messages. */
        String name();

        /** What is known of it; empty while nobody answers for it. */
        Optional<LeaderState> state() throws InterruptedException;
    }

    /**
     * A group at a moment.
     *
     * @param leader empty if it has none, and without a cluster
     * @param since when that one was elected, where the server says it (from 2.12): it can be elected again
     * @param size how many nodes there are in it
     */
    record LeaderState(Optional<String> leader, Optional<String> since, int size) {
        boolean isLedAsIn(LeaderState other) {
            return leader.equals(other.leader) && since.equals(other.since);
        }
    }

    /** Where the leader should be. */
    interface Wish {
        /** @param limit how long a leader is waited for that is named so */
        Optional<JsonObject> placement(Duration limit) throws InterruptedException;
    }

    private StepDown(World world, Group group, Duration limit) {
        this.world = world;
        this.group = group;
        this.limit = limit;
    }

    /**
     * Asks the leader to step down; answers as the API does, with the leader before and after.
     *
     * @param subject after {@code $JS.API.}
     * @throws VerbFailedException if it is refused, or there is no new leader in time
     */
    static JsonObject ask(
            World world, Connection connection, String subject, Wish wish, Group group, Optional<Duration> timeout)
            throws InterruptedException {
        StepDown down = new StepDown(world, group, shorter(timeout.orElse(NodeSearch.LIMIT), world.timeLeft()));
        long deadline = System.nanoTime() + down.limit.toNanos();
        return down.ask(connection, subject, wish.placement(down.limit), deadline);
    }

    /**
     * Where a node is preferred, asks until it leads: a leader passes its office on to another when it has not heard of the
     * preferred node in the last 3 s, as where the group was just made (server/raft.go, StepDown).
     */
    private JsonObject ask(Connection connection, String subject, Optional<JsonObject> placement, long deadline)
            throws InterruptedException {
        Optional<String> wanted = placement.map(where -> where.get("preferred")).map(JsonElement::getAsString);
        JsonObject first = askOnce(connection, subject, placement, deadline);
        JsonObject answer = first;
        while (wanted.isPresent() && !wanted.get().equals(leader(answer))) {
            mustRun(wanted.get(), leader(answer));
            Retry.pause(world, AGAIN);
            try {
                answer = askOnce(connection, subject, placement, deadline);
            } catch (VerbFailedException e) {
                throw System.nanoTime() - deadline > 0 ? passedOver(wanted.get(), leader(answer)) : e;
            }
        }
        if (first.has("previous")) {
            answer.add("previous", first.get("previous"));
        }
        return answer;
    }

    /** Or there would be one election after the other, none of which it can win. */
    private void mustRun(String wanted, String leader) {
        ServerState state = world.cluster().node(wanted).state();
        if (state != ServerState.RUNNING) {
            throw VerbFailedException.said(
                    "the preferred node is " + state,
                    group.name() + " is led by " + leader + ", not by " + wanted + ", which is " + state);
        }
    }

    private VerbFailedException passedOver(String wanted, String leader) {
        return VerbFailedException.of(
                "timeout: " + group.name() + " is led by " + leader + ", not by " + wanted
                        + ", which was preferred and passed over for " + Quantity.write(limit) + " (is it current?)",
                Reason.TIMEOUT);
    }

    private static String leader(JsonObject answer) {
        return answer.get("leader").getAsString();
    }

    private JsonObject askOnce(Connection connection, String subject, Optional<JsonObject> placement, long deadline)
            throws InterruptedException {
        while (true) {
            Optional<LeaderState> before = group.state();
            try {
                JsonObject answer = Api.ask(connection, subject, request(placement), world.patience());
                before.flatMap(LeaderState::leader).ifPresent(leader -> answer.addProperty("previous", leader));
                answer.addProperty("leader", next(before, deadline));
                return answer;
            } catch (VerbFailedException e) {
                if (leadsAlready(e)) {
                    return unchanged(placement.orElseThrow().get("preferred"));
                }
                boolean nobodyHeard = before.isEmpty() && e.has(Reason.TIMEOUT);
                if (!leaderless(e) && !nobodyHeard || System.nanoTime() - deadline > 0) {
                    throw e;
                }
                Retry.pause(world, POLL);
            }
        }
    }

    /**
     * The node that should lead does, which the server refuses (CLUSTER_NO_PEERS, its getStepDownPreferredPlacement) and a
     * scenario, which cannot branch, wants.
     */
    private static boolean leadsAlready(VerbFailedException e) {
        return e.isError(ApiErrorCode.CLUSTER_NO_PEERS)
                && e.description().contains("is already leader"); // no err_code of its own
    }

    private static JsonObject unchanged(JsonElement leader) {
        JsonObject answer = new JsonObject();
        answer.addProperty("success", true);
        answer.add("previous", leader);
        answer.add("leader", leader);
        return answer;
    }

    /** There is nobody to step down, who may be elected just now. */
    private static boolean leaderless(VerbFailedException e) {
        return e.isError(ApiErrorCode.CLUSTER_NOT_AVAIL);
    }

    private static JsonElement request(Optional<JsonObject> placement) {
        JsonObject request = new JsonObject();
        placement.ifPresent(where -> request.add("placement", where));
        return placement.isPresent() ? request : null;
    }

    /** A group of one keeps its leader: there is no other. */
    private String next(Optional<LeaderState> before, long deadline) throws InterruptedException {
        Optional<LeaderState> previous =
                before.filter(state -> state.size() > 1 && state.leader().isPresent());
        while (System.nanoTime() - deadline < 0) {
            Optional<LeaderState> now =
                    group.state().filter(state -> state.leader().isPresent());
            if (now.isPresent() && previous.filter(now.get()::isLedAsIn).isEmpty()) {
                return now.get().leader().orElseThrow();
            }
            Retry.pause(world, POLL);
        }
        throw VerbFailedException.of(
                "timeout: " + group.name() + " has no new leader within " + Quantity.write(limit)
                        + previous.flatMap(LeaderState::leader)
                                .map(name -> ", after " + name + " stepped down")
                                .orElse(""),
                Reason.TIMEOUT);
    }

    /** Where the leader should be; the server knows which of these it takes. */
    static Optional<JsonObject> placement(
            World world, Optional<WhichNode> preferred, Optional<String> cluster, JsonArray tags, Duration limit)
            throws InterruptedException {
        JsonObject placement = new JsonObject();
        if (preferred.isPresent()) {
            String node =
                    NodeSearch.find(preferred.get(), world, any -> true, limit).name();
            placement.addProperty("preferred", node);
        }
        cluster.ifPresent(name -> placement.addProperty("cluster", name));
        if (!tags.isEmpty()) {
            placement.add("tags", tags);
        }
        return placement.isEmpty() ? Optional.empty() : Optional.of(placement);
    }

    /** A group as an info of the API tells of it, which only its leader answers. */
    static Group byInfo(World world, String name, String subject) {
        return new Group() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Optional<LeaderState> state() throws InterruptedException {
                try {
                    Duration patience = shorter(ASK_LIMIT, world.patience());
                    return Optional.of(read(Api.ask(world.connection(), subject, null, patience)));
                } catch (VerbFailedException nobodyAnswers) {
                    return Optional.empty();
                }
            }
        };
    }

    private static LeaderState read(JsonObject info) {
        JsonObject cluster = info.get("cluster") instanceof JsonObject there ? there : new JsonObject();
        int others = cluster.get("replicas") instanceof JsonArray replicas ? replicas.size() : 0;
        return new LeaderState(
                JsonFields.nonEmpty(cluster, "leader"), JsonFields.nonEmpty(cluster, "leader_since"), others + 1);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
