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
import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerState;
import dev.binrun.verb.VerbWorld;
import dev.binrun.verb.node.NodeSearch;
import dev.binrun.verb.node.NodeSelector;
import io.nats.client.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Requests that the leader of a group steps down, and waits for the new leader. */
record StepDown(VerbWorld world, Group group, Duration limit) {
    /** The time limit of one info request, because a group without a leader does not reply. */
    private static final Duration ASK_LIMIT = Duration.ofMillis(500);

    private static final Duration POLL = Duration.ofMillis(10);

    /** The pause before the next request if another node was elected; nodes contact each other once a second. */
    private static final Duration RETRY_PAUSE = Duration.ofMillis(250);

    /** A Raft group whose leader steps down. */
    interface Group {
        /** Returns the name for error messages. */
        String name();

        /** Returns the current state; empty while no leader replies. */
        Optional<LeaderState> state() throws InterruptedException;
    }

    /**
     * The leader and the size of a group at one moment.
     *
     * @param leader the node that leads; empty if the group has no leader, or if there is no cluster
     * @param since the time of the election, from server 2.12, which shows that the same node was elected again; else
     *     empty
     * @param size the number of nodes in the group
     */
    record LeaderState(Optional<String> leader, Optional<String> since, int size) {
        /** Returns whether the leader is the same, from the same election. */
        boolean hasSameTermAs(LeaderState other) {
            return leader.equals(other.leader) && since.equals(other.since);
        }
    }

    /**
     * The arguments that limit the nodes that may become the leader. The server judges their values.
     *
     * @param preferred the node that must become the leader
     * @param cluster the cluster that must have the leader
     * @param tags the tags that the leader must have
     */
    record LeaderPlacement(Optional<NodeSelector> preferred, Optional<String> cluster, List<String> tags) {
        /** Returns a placement that only prefers a node, or nothing. */
        static LeaderPlacement on(Optional<NodeSelector> preferred) {
            return new LeaderPlacement(preferred, Optional.empty(), List.of());
        }

        private Optional<JsonObject> find(VerbWorld world, Duration limit) throws InterruptedException {
            JsonObject placement = new JsonObject();
            if (preferred.isPresent()) {
                NatsServer node = NodeSearch.find(preferred.get(), world, candidate -> true, limit);
                placement.addProperty("preferred", node.name());
            }
            cluster.ifPresent(name -> placement.addProperty("cluster", name));
            if (!tags.isEmpty()) {
                JsonArray list = new JsonArray();
                tags.forEach(list::add);
                placement.add("tags", list);
            }
            return Optional.of(placement).filter(fields -> !fields.isEmpty());
        }
    }

    /**
     * Requests that the leader steps down, waits for a new one, and returns the API's response with both leaders.
     *
     * @param subject the subject of the request, without {@code $JS.API.}
     * @throws VerbFailedException if the server rejects the request, or the group has no new leader in time
     */
    static JsonObject ask(
            VerbWorld world,
            Connection connection,
            String subject,
            LeaderPlacement placement,
            Group group,
            Optional<Duration> timeout)
            throws InterruptedException {
        StepDown down = new StepDown(world, group, shorter(timeout.orElse(NodeSearch.LIMIT), world.timeLeft()));
        long deadline = System.nanoTime() + down.limit.toNanos();
        return down.ask(connection, subject, placement.find(world, down.limit), deadline);
    }

    /**
     * Repeats the request until the preferred node leads, because a leader chooses another node if it has not heard
     * from the preferred one in the last 3 s, as in a new group (server/raft.go, StepDown).
     */
    private JsonObject ask(Connection connection, String subject, Optional<JsonObject> placement, long deadline)
            throws InterruptedException {
        Optional<String> wanted =
                placement.map(fields -> fields.get("preferred")).map(JsonElement::getAsString);
        JsonObject first = askOnce(connection, subject, placement, deadline);
        JsonObject answer = first;
        while (wanted.isPresent() && !wanted.get().equals(leader(answer))) {
            mustRun(wanted.get(), leader(answer));
            Retry.pause(world, RETRY_PAUSE);
            try {
                answer = askOnce(connection, subject, placement, deadline);
            } catch (VerbFailedException e) {
                throw System.nanoTime() - deadline > 0 ? notElected(wanted.get(), leader(answer)) : e;
            }
        }
        if (first.has("previous")) {
            answer.add("previous", first.get("previous"));
        }
        return answer;
    }

    /** Fails if the preferred node cannot win, because each further request would only cause another election. */
    private void mustRun(String wanted, String leader) {
        ServerState state = world.faults().node(wanted).state();
        if (state != ServerState.RUNNING) {
            throw VerbFailedException.said(
                    "the preferred node is " + state,
                    "the leader of " + group.name() + " is " + leader + ", not the preferred " + wanted + ", which is "
                            + state);
        }
    }

    private VerbFailedException notElected(String wanted, String leader) {
        return VerbFailedException.of(
                "timeout: the leader of " + group.name() + " is " + leader + ", not the preferred " + wanted
                        + ", after elections for " + Quantity.write(limit) + " (is " + wanted + " current?)",
                Reason.TIMEOUT);
    }

    private static String leader(JsonObject answer) {
        return JsonFields.text(answer, "leader");
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
                boolean hasNoLeader = before.isEmpty() && e.has(Reason.TIMEOUT);
                if (!leaderless(e) && !hasNoLeader || System.nanoTime() - deadline > 0) {
                    throw e;
                }
                Retry.pause(world, POLL);
            }
        }
    }

    /**
     * Returns whether the preferred node leads already. The server rejects the request then (CLUSTER_NO_PEERS, in
     * getStepDownPreferredPlacement), but for a scenario, which has no conditions, it is a success.
     */
    private static boolean leadsAlready(VerbFailedException e) {
        return e.isError(ApiErrorCode.CLUSTER_NO_PEERS)
                && e.description().contains("is already leader"); // the err_code has other causes too
    }

    private static JsonObject unchanged(JsonElement leader) {
        JsonObject answer = new JsonObject();
        answer.addProperty("success", true);
        answer.add("previous", leader);
        answer.add("leader", leader);
        return answer;
    }

    private static boolean leaderless(VerbFailedException e) {
        return e.isError(ApiErrorCode.CLUSTER_NOT_AVAIL);
    }

    private static JsonElement request(Optional<JsonObject> placement) {
        JsonObject request = new JsonObject();
        placement.ifPresent(fields -> request.add("placement", fields));
        return placement.isPresent() ? request : null;
    }

    /** Waits for the next leader; a group of one node keeps its leader. */
    private String next(Optional<LeaderState> before, long deadline) throws InterruptedException {
        Optional<LeaderState> previous =
                before.filter(state -> state.size() > 1 && state.leader().isPresent());
        while (System.nanoTime() - deadline < 0) {
            Optional<LeaderState> now =
                    group.state().filter(state -> state.leader().isPresent());
            if (now.isPresent() && previous.filter(now.get()::hasSameTermAs).isEmpty()) {
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

    /** Returns a group whose state comes from an info request of the API, which only the leader replies to. */
    static Group byInfo(VerbWorld world, String name, String subject) {
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
                } catch (VerbFailedException noLeader) {
                    return Optional.empty();
                }
            }
        };
    }

    private static LeaderState read(JsonObject info) {
        JsonObject cluster = JsonFields.object(info, "cluster");
        return new LeaderState(
                JsonFields.nonEmpty(cluster, "leader"),
                JsonFields.nonEmpty(cluster, "leader_since"),
                JsonFields.objects(cluster, "replicas").size() + 1);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
