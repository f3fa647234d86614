package dev.binrun.verb.fault;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgumentException;
import dev.binrun.server.NatsServer;
import dev.binrun.server.host.ServerException;
import dev.binrun.server.network.Direction;
import dev.binrun.verb.VerbWorld;
import dev.binrun.verb.node.NetworkEndpoint;
import dev.binrun.verb.node.NodeSearch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The two sides of the network that a verb changes the links between, and the time limit. */
record NetworkSides(
        @Arg(
                value =
                        "one side: a node as in server kill, a client by name, or nodes, clients or all; or a list of these",
                position = 0)
        Optional<List<NetworkEndpoint>> from,

        @Arg("the other side, in the same form; all other nodes if omitted (network heal: all nodes and clients)")
        Optional<List<NetworkEndpoint>> to,

        @Arg("change only the direction from the first side to the other; both directions if omitted")
        boolean oneWay,

        @Arg("time limit of the search for a leader that a side names; 20s if omitted")
        Optional<Duration> timeout) {

    NetworkSides {
        from.ifPresent(ends -> mustNotBeEmpty("from", ends));
        to.ifPresent(ends -> mustNotBeEmpty("to", ends));
        if (from.isEmpty() && (to.isPresent() || oneWay)) {
            String key = to.isPresent() ? "to" : "one_way";
            throw new InvalidArgumentException(key, "'" + key + "' needs 'from', the first side");
        }
    }

    private static void mustNotBeEmpty(String side, List<NetworkEndpoint> ends) {
        if (ends.isEmpty()) {
            throw new InvalidArgumentException(side, "'" + side + "' is an empty list; name a node or a client");
        }
    }

    /**
     * The links between the two sides.
     *
     * @param peers for each node or client on the first side, those on the other side that it has a link to
     */
    record Links(Map<String, List<String>> peers) {
        /** Returns an answer with both sides and the new state of the links. */
        JsonObject answer(String state) {
            JsonObject answer = new JsonObject();
            if (peers.size() == 1) {
                answer.addProperty("node", peers.keySet().iterator().next());
            }
            answer.addProperty("state", state);
            answer.add("from", list(peers.keySet().stream()));
            answer.add("to", list(peers.values().stream().flatMap(List::stream).distinct()));
            return answer;
        }

        private static JsonArray list(Stream<String> names) {
            JsonArray list = new JsonArray();
            names.forEach(list::add);
            return list;
        }
    }

    /** Returns the direction that the verb changes. */
    Direction direction() {
        return oneWay ? Direction.FORTH : Direction.BOTH;
    }

    /**
     * Finds the links between the two sides.
     *
     * @param first the first side if {@code from} is omitted
     * @param second the other side if {@code to} is omitted
     * @throws ServerException if there is no link between the sides
     */
    Links find(VerbWorld world, String first, String second) throws InterruptedException {
        EndpointSearch search = new EndpointSearch(
                world, System.nanoTime() + timeout.orElse(NodeSearch.LIMIT).toNanos());
        Set<String> side = search.all(from.orElse(List.of(new NetworkEndpoint(first))));
        Map<String, List<String>> peers = new LinkedHashMap<>();
        List<NetworkEndpoint> otherSide = to.orElse(List.of(new NetworkEndpoint(second)));
        Set<String> named = search.named(otherSide);
        Set<String> grouped = search.grouped(otherSide);
        for (String end : side) {
            Set<String> others = new LinkedHashSet<>(grouped);
            others.removeIf(
                    other -> other.equals(end) || search.areClients(end, other) || isOnSide(side, other, grouped));
            others.addAll(named);
            if (!others.isEmpty()) {
                peers.put(end, List.copyOf(others));
            }
        }
        if (peers.isEmpty()) {
            throw new ServerException("there is no link between " + String.join(", ", side)
                    + " and the other side; name another node or client in 'to'");
        }
        return new Links(peers);
    }

    /** Keeps the links within the first side, unless it contains the whole group. */
    private static boolean isOnSide(Set<String> side, String other, Set<String> group) {
        return side.contains(other) && !side.containsAll(group);
    }

    /** The search for the nodes and clients of one side. */
    private record EndpointSearch(VerbWorld world, long deadline, List<String> nodes, List<String> clients) {
        EndpointSearch(VerbWorld world, long deadline) {
            this(
                    world,
                    deadline,
                    world.faults().nodes().stream().map(NatsServer::name).toList(),
                    world.faults().network().clients());
        }

        Set<String> all(List<NetworkEndpoint> ends) throws InterruptedException {
            Set<String> all = grouped(ends);
            all.addAll(named(ends));
            return all;
        }

        Set<String> grouped(List<NetworkEndpoint> ends) {
            Set<String> all = new LinkedHashSet<>();
            for (NetworkEndpoint end : ends) {
                if (end.isGroup() && !end.text().equals(NetworkEndpoint.CLIENTS)) {
                    all.addAll(nodes);
                }
                if (end.isGroup() && !end.text().equals(NetworkEndpoint.NODES)) {
                    all.addAll(clients);
                }
            }
            return all;
        }

        Set<String> named(List<NetworkEndpoint> ends) throws InterruptedException {
            List<String> names = new ArrayList<>();
            for (NetworkEndpoint end : ends) {
                if (!end.isGroup()) {
                    names.add(
                            clients.contains(end.text())
                                    ? end.text()
                                    : NodeSearch.find(end.selector(), world, node -> true, left())
                                            .name());
                }
            }
            return new LinkedHashSet<>(names);
        }

        private Duration left() {
            return Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
        }

        boolean areClients(String end, String other) {
            return clients.contains(end) && clients.contains(other);
        }
    }
}
