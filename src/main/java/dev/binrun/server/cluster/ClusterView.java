package dev.binrun.server.cluster;

import com.google.gson.JsonObject;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerState;
import dev.binrun.server.network.Network;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What the nodes of a cluster say of themselves and of each other, each by its own monitoring, which no cut holds.
 *
 * @param nodes by name, in their order; more may come
 */
record ClusterView(Map<String, NatsServer> nodes, Network network) {
    private static final Duration ASK_LIMIT = Duration.ofSeconds(1);

    /** Whether the nodes have routes to each other. */
    boolean isCluster() {
        return nodes.size() > 1;
    }

    /** Whether the nodes have a meta group, which leads all that JetStream does. */
    boolean hasMetaGroup() {
        return isCluster() && nodes.values().stream().allMatch(NatsServer::hasJetStream);
    }

    /** The leader of the meta group: whom most of the nodes take for it. */
    Optional<String> metaLeader() {
        Map<String, Integer> votes = new LinkedHashMap<>();
        for (NatsServer node : reachable()) {
            try {
                monitor(node).metaLeader(ASK_LIMIT).ifPresent(leader -> votes.merge(leader, 1, Integer::sum));
            } catch (IOException e) {
                votes.merge("", 1, Integer::sum); // it does not answer: it has no vote
            }
        }
        return votes.entrySet().stream()
                .filter(vote -> !vote.getKey().isEmpty() && isMajority(vote.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Whether the meta group has a leader that counts all nodes among its members. */
    boolean isWhole() throws IOException {
        Optional<String> leader = metaLeader();
        return leader.isPresent()
                && monitor(nodes.get(leader.get())).members(ASK_LIMIT).containsAll(nodes.keySet());
    }

    /** What they say of the replicas of streams and consumers; of one that does not answer nothing is known. */
    GroupSearch groups() {
        GroupSearch groups = new GroupSearch();
        for (NatsServer node : reachable()) {
            try {
                groups.add(node.name(), monitor(node).get(GroupSearch.PATH, ASK_LIMIT));
            } catch (IOException e) {
                groups.add(node.name(), new JsonObject()); // it says nothing of any group
            }
        }
        return groups;
    }

    /** For whom nodes voted in an election of the meta group that has no winner yet. */
    Set<String> openVotes() {
        Set<String> votes = new HashSet<>();
        for (NatsServer node : reachable()) {
            try {
                monitor(node).openVote(ASK_LIMIT).ifPresent(votes::add);
            } catch (IOException e) {
                return Set.of(); // one that does not answer is waited for
            }
        }
        return votes;
    }

    /** What is wrong with each node, by its own words; empty for those that are healthy. */
    Map<String, Optional<String>> health() {
        Map<String, Optional<String>> all = new LinkedHashMap<>();
        nodes.forEach((name, node) -> all.put(name, healthProblem(node)));
        return all;
    }

    /** What keeps nodes from taking part, of those that could: they run, and a majority can be reached from them. */
    Optional<String> obstacles() {
        return nodes.values().stream()
                .filter(node -> isActive(node) && reachesMajority(node))
                .flatMap(node -> obstacle(node).map(obstacle -> node.name() + ": " + obstacle).stream())
                .reduce((first, second) -> first + "; " + second);
    }

    /**
     * What keeps a node from taking part: from being given replicas, from sending to the other nodes' clients, and from being healthy;
     * empty if nothing does. Its health is asked last, for a server that is not healthy writes that into its log whenever it is asked.
     */
    Optional<String> obstacle(NatsServer node) {
        if (!isActive(node) || !hasMetaGroup()) {
            return healthProblem(node);
        }
        try {
            String named = monitor(node).metaLeader(ASK_LIMIT).orElse("no node");
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

    /** Whether so many nodes can be reached from this one, itself included, that they can have a leader. */
    boolean reachesMajority(NatsServer node) {
        return isMajority(1 + neighbours(node).size());
    }

    /** Why the leader would place nothing on the node; of the leader itself, why it would place nothing on another. */
    private Optional<String> placementProblem(NatsServer leader, NatsServer node) throws IOException {
        for (NatsServer other : leader == node ? neighbours(leader) : List.of(node)) {
            if (!monitor(leader).seesAsCurrent(other.name(), ASK_LIMIT)) {
                return Optional.of("the meta leader " + leader.name() + " does not see " + other.name()
                        + " as online and current");
            }
            if (!monitor(other).routes(ASK_LIMIT).hasSentStatisticsTo(leader.name())) {
                return Optional.of("the meta leader " + leader.name() + " has not heard statistics of " + other.name()
                        + " yet, and places no replicas on it before");
            }
        }
        return Optional.empty();
    }

    /** Whom of those that it reaches the node has not all its routes to: what is sent to its clients from there would be lost. */
    private Optional<String> missingRoute(NatsServer node) throws IOException {
        Routes routes = monitor(node).routes(ASK_LIMIT);
        return neighbours(node).stream()
                .filter(other -> other.state() == ServerState.RUNNING)
                .flatMap(other -> routes.obstacle(other.name()).stream())
                .findFirst();
    }

    private List<NatsServer> neighbours(NatsServer node) {
        return nodes.values().stream()
                .filter(other -> other != node && isActive(other) && network.connects(node.name(), other.name()))
                .toList();
    }

    private Optional<String> healthProblem(NatsServer node) {
        if (!isActive(node)) {
            return Optional.of("it is " + node.state());
        }
        if (node.monitorPort().isEmpty() && !isCluster()) {
            return Optional.empty(); // it has no monitoring, and nobody to agree with
        }
        try {
            Optional<String> illness = monitor(node).healthProblem(ASK_LIMIT);
            return illness.isEmpty()
                            && hasMetaGroup()
                            && monitor(node).metaLeader(ASK_LIMIT).isEmpty()
                    ? Optional.of("it knows no meta leader")
                    : illness;
        } catch (IOException e) {
            return Optional.of(e.getMessage());
        }
    }

    private Collection<NatsServer> reachable() {
        return nodes.values().stream()
                .filter(ClusterView::isActive)
                .filter(node -> node.monitorPort().isPresent())
                .toList();
    }

    private boolean isMajority(int count) {
        return count > nodes.size() / 2;
    }

    private static boolean isActive(NatsServer node) {
        return node.state() == ServerState.RUNNING || node.state() == ServerState.LAME_DUCK;
    }

    /** @throws IOException while it is being started: where its monitoring is, it has yet to say */
    private static Monitor monitor(NatsServer node) throws IOException {
        OptionalInt port = node.monitorPort();
        if (port.isEmpty()) {
            throw new IOException("its monitoring is not there yet");
        }
        return new Monitor(new InetSocketAddress("127.0.0.1", port.getAsInt()));
    }
}
