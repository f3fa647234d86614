package dev.binrun.server.cluster;

import com.google.gson.JsonObject;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerState;
import dev.binrun.server.network.Network;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The state of a cluster as its nodes report it. Each node is asked by its HTTP monitoring, which no cut blocks.
 *
 * @param nodes the nodes by name, in order; nodes may be added later
 * @param network tells which nodes can reach each other
 */
record ClusterView(Map<String, NatsServer> nodes, Network network) {
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(1);

    /** Returns whether the nodes have routes to each other. */
    boolean isCluster() {
        return nodes.size() > 1;
    }

    /** Returns whether the nodes have a meta group, which places streams and consumers. */
    boolean hasMetaGroup() {
        return isCluster() && nodes.values().stream().allMatch(NatsServer::hasJetStream);
    }

    /** Returns the node that a majority names as the leader of the meta group; empty without a majority. */
    Optional<String> metaLeader() {
        Map<String, Integer> votes = new LinkedHashMap<>();
        for (NatsServer node : reachable()) {
            try {
                monitor(node).metaLeader(REQUEST_LIMIT).ifPresent(leader -> votes.merge(leader, 1, Integer::sum));
            } catch (IOException e) {
                votes.merge("", 1, Integer::sum); // a node that does not respond has no vote
            }
        }
        return votes.entrySet().stream()
                .filter(vote -> !vote.getKey().isEmpty() && isMajority(vote.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Returns whether the meta group has a leader and all nodes are its members. */
    boolean isWhole() throws IOException {
        Optional<String> leader = metaLeader();
        return leader.isPresent()
                && monitor(nodes.get(leader.get())).members(REQUEST_LIMIT).containsAll(nodes.keySet());
    }

    /**
     * Returns what the nodes report about the replicas of streams and consumers. A node that does not respond reports
     * nothing.
     */
    GroupSearch groups() {
        GroupSearch groups = new GroupSearch();
        for (NatsServer node : reachable()) {
            try {
                groups.add(node.name(), monitor(node).get(GroupSearch.PATH, REQUEST_LIMIT));
            } catch (IOException e) {
                groups.add(node.name(), new JsonObject()); // this node reports no group
            }
        }
        return groups;
    }

    /**
     * Returns the nodes that got votes in an election of the meta group that has no winner yet; empty if a node does
     * not respond.
     */
    Set<String> openVotes() {
        Set<String> votes = new HashSet<>();
        for (NatsServer node : reachable()) {
            try {
                monitor(node).openVote(REQUEST_LIMIT).ifPresent(votes::add);
            } catch (IOException e) {
                return Set.of(); // the caller asks again until all nodes respond
            }
        }
        return votes;
    }

    /** Returns the health problem of each node in its own words; empty for a healthy node. */
    Map<String, Optional<String>> health() {
        Map<String, Optional<String>> all = new LinkedHashMap<>();
        nodes.forEach((name, node) -> all.put(name, healthProblem(node)));
        return all;
    }

    /**
     * Returns the obstacles of all nodes that could take part, because they run and reach a majority; empty if they all
     * take part.
     */
    Optional<String> obstacles() {
        return nodes.values().stream()
                .filter(node -> node.state().serves() && reachesMajority(node))
                .flatMap(node -> obstacle(node).map(obstacle -> node.name() + ": " + obstacle).stream())
                .reduce((first, second) -> first + "; " + second);
    }

    /**
     * Returns why a node does not take part yet: it gets no replicas, does not exchange messages with the other nodes'
     * clients, or is not healthy. Empty if it takes part. Its health is asked last, because an unhealthy server logs a
     * warning for each such request.
     */
    Optional<String> obstacle(NatsServer node) {
        if (!node.state().serves() || !hasMetaGroup()) {
            return healthProblem(node);
        }
        try {
            String named = monitor(node).metaLeader(REQUEST_LIMIT).orElse("no node");
            String leader = metaLeader().orElse("no node");
            if (!named.equals(leader) || leader.equals("no node")) {
                return Optional.of("it names " + named + " as the meta leader, the majority names " + leader);
            }
            Optional<String> obstacle = placementProblem(nodes.get(leader), node);
            obstacle = obstacle.isPresent() ? obstacle : missingRoute(node);
            return obstacle.isPresent() ? obstacle : healthProblem(node);
        } catch (IOException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** Returns whether a node reaches so many nodes, including itself, that they can have a leader. */
    boolean reachesMajority(NatsServer node) {
        return isMajority(1 + neighbours(node).size());
    }

    /**
     * The leader places replicas only on nodes that it sees as online and whose statistics it has received
     * (jetstream_cluster.go, selectPeerGroup). The leader itself is checked against all nodes that it reaches.
     */
    private Optional<String> placementProblem(NatsServer leader, NatsServer node) throws IOException {
        for (NatsServer other : leader == node ? neighbours(leader) : List.of(node)) {
            if (!monitor(leader).seesAsCurrent(other.name(), REQUEST_LIMIT)) {
                return Optional.of("the meta leader " + leader.name() + " does not see " + other.name()
                        + " as online and current");
            }
            if (!monitor(other).routes(REQUEST_LIMIT).hasSentStatisticsTo(leader.name())) {
                return Optional.of("the meta leader " + leader.name() + " has not received the statistics of "
                        + other.name() + " yet, so it places no replicas there");
            }
        }
        return Optional.empty();
    }

    /** Messages to the node's clients would be lost while a route is missing. */
    private Optional<String> missingRoute(NatsServer node) throws IOException {
        Routes routes = monitor(node).routes(REQUEST_LIMIT);
        return neighbours(node).stream()
                .filter(other -> other.state() == ServerState.RUNNING)
                .flatMap(other -> routes.obstacle(other.name()).stream())
                .findFirst();
    }

    private List<NatsServer> neighbours(NatsServer node) {
        return nodes.values().stream()
                .filter(other -> other != node && other.state().serves() && network.connects(node.name(), other.name()))
                .toList();
    }

    private Optional<String> healthProblem(NatsServer node) {
        if (!node.state().serves()) {
            return Optional.of("it is " + node.state());
        }
        if (node.monitorPort().isEmpty() && !isCluster()) {
            return Optional.empty(); // a single server without monitoring
        }
        try {
            Optional<String> illness = monitor(node).healthProblem(REQUEST_LIMIT);
            return illness.isEmpty()
                            && hasMetaGroup()
                            && monitor(node).metaLeader(REQUEST_LIMIT).isEmpty()
                    ? Optional.of("it knows no meta leader")
                    : illness;
        } catch (IOException e) {
            return Optional.of(e.getMessage());
        }
    }

    private Collection<NatsServer> reachable() {
        return nodes.values().stream()
                .filter(node -> node.state().serves())
                .filter(node -> node.monitorPort().isPresent())
                .toList();
    }

    private boolean isMajority(int count) {
        return count > nodes.size() / 2;
    }

    /** @throws IOException while the node is being started and has not reported its monitoring port yet */
    private static Monitor monitor(NatsServer node) throws IOException {
        return Monitor.of(node).orElseThrow(() -> new IOException("its monitoring port is not known yet"));
    }
}
