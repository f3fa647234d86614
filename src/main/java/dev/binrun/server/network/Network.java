package dev.binrun.server.network;

import dev.binrun.server.host.ServerException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The network between the nodes of a cluster and their clients, made of proxies of ours, so that it can be cut, healed and slowed down.
 *
 * <p>A cut is silence, as in a real partition: bytes do not pass, nothing is closed, and who connects gets no answer. After it, what
 * was held arrives and connections that neither end has given up go on, as TCP does.
 */
public final class Network implements AutoCloseable {
    private final List<String> nodes;
    private final Set<String> clients = new LinkedHashSet<>();
    private final Map<EndPair, LinkState> ways = new HashMap<>();
    private final Map<EndPair, Link> links = new LinkedHashMap<>();
    private final Map<String, Consumer<Link>> targets = new HashMap<>();
    private final LinkLoop loop = new LinkLoop("binrun-network");

    private record EndPair(String from, String to) {}

    public Network(List<String> nodes) {
        this.nodes = List.copyOf(nodes);
    }

    /** Makes a client known by name, so that it can be cut off before it has connected. */
    public synchronized void addClient(String name) {
        if (nodes.contains(name)) {
            throw new ServerException("a client cannot have the name of the node " + name + "; choose another name");
        }
        clients.add(name);
    }

    /** The names of the clients that are known, sorted. */
    public synchronized List<String> clients() {
        return clients.stream().sorted().toList();
    }

    /** Holds all that the first send to the second, and, both ways, all that those send to them, from now on. */
    public synchronized void cut(Collection<String> from, Collection<String> to, Direction direction) {
        change(from, to, direction, way -> way.cut(true));
    }

    /** Lets go on what was cut. */
    public synchronized void heal(Collection<String> from, Collection<String> to, Direction direction) {
        change(from, to, direction, way -> way.cut(false));
    }

    /** Returns whether any link is cut or delayed. */
    public synchronized boolean isDisturbed() {
        boolean[] disturbed = {false};
        loop.apply(() -> disturbed[0] = ways.values().stream().anyMatch(way -> way.isCut() || way.isDelayed()));
        return disturbed[0];
    }

    /** Ends all cuts and all delays. */
    public synchronized void heal() {
        loop.apply(() -> {
            ways.values().forEach(way -> {
                way.cut(false);
                way.delay(Optional.empty(), 0, System.nanoTime());
            });
            links.values().forEach(Link::refresh);
        });
    }

    /**
     * Slows down what the first send to the second.
     *
     * @param delay none ends the delay
     * @param seed what jitter follows from
     */
    public synchronized void delay(
            Collection<String> from, Collection<String> to, Direction direction, Optional<LinkDelay> delay, long seed) {
        change(from, to, direction, way -> way.delay(delay, seed, System.nanoTime()));
    }

    /** Whether nothing is cut between the two, either way. */
    public synchronized boolean connects(String from, String to) {
        boolean[] cut = {false};
        loop.apply(() -> cut[0] = way(from, to).isCut() || way(to, from).isCut());
        return !cut[0];
    }

    /** The port at which one end reaches a node's clients' or route port. */
    public synchronized int port(String from, String to) {
        EndPair pair = new EndPair(from, to);
        if (!links.containsKey(pair)) {
            loop.apply(() -> {
                Link link = new Link(loop, way(from, to), way(to, from));
                links.put(pair, link);
                targets.getOrDefault(target(pair), Link::expect).accept(link);
            });
        }
        return links.get(pair).port();
    }

    /** The node can be reached there. */
    public synchronized void lead(String node, InetSocketAddress forClients, Optional<InetSocketAddress> forNodes) {
        loop.apply(() -> {
            aim(node, false, link -> link.lead(forClients));
            forNodes.ifPresent(address -> aim(node, true, link -> link.lead(address)));
        });
    }

    /** The node is being started: who connects waits for it. */
    public synchronized void expect(String node) {
        aimBoth(node, Link::expect);
    }

    /**
     * The node is gone: connections to it are refused.
     *
     * @param still asked under this network's lock, so that who comes too late does not undo what came since
     */
    public synchronized void refuse(String node, BooleanSupplier still) {
        if (still.getAsBoolean()) {
            aimBoth(node, Link::refuse);
        }
    }

    @Override
    public synchronized void close() {
        loop.close();
        links.values().forEach(Link::close);
    }

    private void aimBoth(String node, Consumer<Link> aim) {
        loop.apply(() -> {
            aim(node, false, aim);
            aim(node, true, aim);
        });
    }

    /** Also for the links to that node that are yet to come. */
    private void aim(String node, boolean forNodes, Consumer<Link> aim) {
        String target = node + (forNodes ? " for nodes" : " for clients");
        targets.put(target, aim);
        links.forEach((pair, link) -> {
            if (target(pair).equals(target)) {
                aim.accept(link);
            }
        });
    }

    private String target(EndPair pair) {
        return pair.to + (nodes.contains(pair.from) ? " for nodes" : " for clients");
    }

    private void change(
            Collection<String> from, Collection<String> to, Direction direction, Consumer<LinkState> change) {
        Set<EndPair> pairs = pairs(from, to);
        loop.apply(() -> {
            for (EndPair pair : pairs) {
                change.accept(way(pair.from, pair.to));
                if (direction == Direction.BOTH) {
                    change.accept(way(pair.to, pair.from));
                }
            }
            links.values().forEach(Link::refresh);
        });
    }

    private LinkState way(String from, String to) {
        return ways.computeIfAbsent(new EndPair(from, to), pair -> new LinkState());
    }

    private Set<EndPair> pairs(Collection<String> from, Collection<String> to) {
        if (from.isEmpty() || to.isEmpty()) {
            throw refused("it names no one on one side. Name nodes or clients on both: " + known());
        }
        Set<EndPair> pairs = new LinkedHashSet<>();
        for (String one : from) {
            for (String other : to) {
                mustBeKnown(one);
                mustBeKnown(other);
                if (one.equals(other)) {
                    throw refused(one + " is on both sides, and has no connection to itself");
                }
                if (!nodes.contains(one) && !nodes.contains(other)) {
                    throw refused(one + " and " + other + " are both clients, and have no connection to each other."
                            + " Name a node on one side: " + String.join(", ", nodes));
                }
                pairs.add(new EndPair(one, other));
            }
        }
        return pairs;
    }

    private void mustBeKnown(String name) {
        if (!nodes.contains(name) && !clients.contains(name)) {
            throw refused(name + " is no node and no client here. There are " + known());
        }
    }

    private String known() {
        List<String> all = new ArrayList<>(nodes);
        clients.forEach(client -> all.add(client + " (a client)"));
        return String.join(", ", all);
    }

    private static ServerException refused(String reason) {
        return new ServerException(reason);
    }
}
