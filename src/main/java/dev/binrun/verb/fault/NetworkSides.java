package dev.binrun.verb.fault;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgumentException;
import dev.binrun.server.NatsServer;
import dev.binrun.server.host.ServerException;
import dev.binrun.server.network.Direction;
import dev.binrun.verb.World;
import dev.binrun.verb.node.NetworkEnd;
import dev.binrun.verb.node.NodeSearch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Two sides of the network, between which a verb changes something. */
record NetworkSides(
        @Arg(
                value =
                        "one side: nodes as with server kill, clients by name, or a group of nodes, clients and all; one or a list",
                position = 0)
        Optional<List<NetworkEnd>> from,

        @Arg("the other side, the same; if left out all other nodes (network heal: nodes and clients)")
        Optional<List<NetworkEnd>> to,

        @Arg("only what from sends to to; else both ways") boolean oneWay,

        @Arg("how long a leader is waited for where a side names one; 20s if left out")
        Optional<Duration> timeout) {

    NetworkSides {
        from.ifPresent(ends -> mustNameSomeone("from", ends));
        to.ifPresent(ends -> mustNameSomeone("to", ends));
        if (from.isEmpty() && (to.isPresent() || oneWay)) {
            throw new InvalidArgumentException(
                    to.isPresent() ? "to" : "one_way", "there is no 'from' beside it: name both sides");
        }
    }

    private static void mustNameSomeone(String side, List<NetworkEnd> ends) {
        if (ends.isEmpty()) {
            throw new InvalidArgumentException(side, "'" + side + "' names no one");
        }
    }

    /** Who is on the other side of each that is on the first. */
    record Found(Map<String, List<String>> pairs) {
        /** One side. */
        Set<String> from() {
            return pairs.keySet();
        }

        /** The other. */
        Set<String> to() {
            Set<String> all = new LinkedHashSet<>();
            pairs.values().forEach(all::addAll);
            return all;
        }
    }

    /** How long the arguments let it take. */
    Duration atMost() {
        return timeout.orElse(Duration.ZERO);
    }

    Direction direction() {
        return oneWay ? Direction.FORTH : Direction.BOTH;
    }

    /**
     * Finds out who is meant.
     *
     * @param left who is on the first side if that is left out
     * @param right who is on the other if that is
     */
    Found find(World world, String left, String right) throws InterruptedException {
        Parties parties = new Parties(
                world, System.nanoTime() + timeout.orElse(NodeSearch.LIMIT).toNanos());
        Set<String> these = parties.of(from.orElse(List.of(new NetworkEnd(left))));
        Map<String, List<String>> pairs = new LinkedHashMap<>();
        List<NetworkEnd> others = to.orElse(List.of(new NetworkEnd(right)));
        Set<String> named = parties.named(others);
        Set<String> grouped = parties.grouped(others);
        for (String one : these) {
            Set<String> all = new LinkedHashSet<>(grouped);
            all.removeIf(other -> other.equals(one) || parties.areClients(one, other) || aside(these, other, grouped));
            all.addAll(named);
            if (!all.isEmpty()) {
                pairs.put(one, List.copyOf(all));
            }
        }
        if (pairs.isEmpty()) {
            throw new ServerException("there is no one to part " + String.join(", ", these) + " from");
        }
        return new Found(pairs);
    }

    /** Those of a group that are on the first side together stay together, unless the group is on the first side as a whole. */
    private static boolean aside(Set<String> these, String other, Set<String> group) {
        return these.contains(other) && !these.containsAll(group);
    }

    /** What was done between whom. */
    static JsonObject answer(Found found, String state) {
        JsonObject answer = new JsonObject();
        if (found.from().size() == 1) {
            answer.addProperty("node", found.from().iterator().next());
        }
        answer.addProperty("state", state);
        answer.add("from", list(found.from()));
        answer.add("to", list(found.to()));
        return answer;
    }

    private static JsonArray list(Set<String> names) {
        JsonArray list = new JsonArray();
        names.forEach(list::add);
        return list;
    }

    /** Those that there are, and until when a leader is waited for. */
    private record Parties(World world, long deadline, List<String> nodes, List<String> clients) {
        Parties(World world, long deadline) {
            this(
                    world,
                    deadline,
                    world.faults().nodes().stream().map(NatsServer::name).toList(),
                    world.faults().network().clients());
        }

        Set<String> of(List<NetworkEnd> ends) throws InterruptedException {
            Set<String> all = grouped(ends);
            all.addAll(named(ends));
            return all;
        }

        Set<String> grouped(List<NetworkEnd> ends) {
            Set<String> all = new LinkedHashSet<>();
            for (NetworkEnd end : ends) {
                if (end.group() && !end.text().equals(NetworkEnd.CLIENTS)) {
                    all.addAll(nodes);
                }
                if (end.group() && !end.text().equals(NetworkEnd.NODES)) {
                    all.addAll(clients);
                }
            }
            return all;
        }

        Set<String> named(List<NetworkEnd> ends) throws InterruptedException {
            List<String> names = new ArrayList<>();
            for (NetworkEnd end : ends) {
                if (!end.group()) {
                    names.add(
                            clients.contains(end.text())
                                    ? end.text()
                                    : NodeSearch.find(end.which(), world, node -> true, left())
                                            .name());
                }
            }
            return new LinkedHashSet<>(names);
        }

        private Duration left() {
            return Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
        }

        boolean areClients(String one, String other) {
            return clients.contains(one) && clients.contains(other);
        }
    }
}
