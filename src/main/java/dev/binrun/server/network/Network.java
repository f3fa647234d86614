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
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The network between the nodes of a cluster and their clients. It consists of proxies in this JVM, so it can be cut,
 * healed and slowed down without root.
 *
 * <p>A cut is silence, as in a real network partition. No bytes pass, no connection is closed, and new connections stay
 * unanswered. After the cut, the held bytes arrive, and connections that neither end has given up continue, as in TCP.
 */
@API(status = Status.EXPERIMENTAL)
public final class Network implements AutoCloseable {
    private final List<String> nodes;
    private final Set<String> clients = new LinkedHashSet<>();
    private final Map<EndPair, LinkState> states = new HashMap<>();
    private final Map<EndPair, Link> links = new LinkedHashMap<>();
    private final Map<String, Consumer<Link>> targets = new HashMap<>();
    private LinkLoop loop;
    private boolean closed;

    private record EndPair(String from, String to) {}

    /**
     * Creates a network without faults; its thread starts with the first link.
     *
     * @param nodes the names of the nodes
     */
    @API(status = Status.INTERNAL)
    public Network(List<String> nodes) {
        this.nodes = List.copyOf(nodes);
    }

    /**
     * Registers a client by name, so that it can be cut off before it connects.
     *
     * @throws ServerException if a node has this name
     */
    @API(status = Status.INTERNAL)
    public synchronized void addClient(String name) {
        if (nodes.contains(name)) {
            throw new ServerException("a client cannot have the name of the node " + name + "; choose another name");
        }
        clients.add(name);
    }

    /** Returns the names of the registered clients, sorted. */
    public synchronized List<String> clients() {
        return clients.stream().sorted().toList();
    }

    /**
     * Holds all bytes from one side to the other from now on.
     *
     * @param from names of nodes or clients
     * @param to names of nodes or clients
     * @param direction {@code FORTH} holds the bytes from the first side to the second; {@code BOTH} also the bytes
     *     back
     * @throws ServerException if a name is unknown or no connection is possible between the sides
     */
    public synchronized void cut(Collection<String> from, Collection<String> to, Direction direction) {
        change(from, to, direction, state -> state.cut(true));
    }

    /** Ends a cut; the held bytes arrive. */
    public synchronized void heal(Collection<String> from, Collection<String> to, Direction direction) {
        change(from, to, direction, state -> state.cut(false));
    }

    /** Returns whether any link is cut or delayed. */
    public synchronized boolean isDisturbed() {
        boolean[] disturbed = {false};
        apply(() -> disturbed[0] = states.values().stream().anyMatch(state -> state.isCut() || state.isDelayed()));
        return disturbed[0];
    }

    /** Ends all cuts and delays. */
    public synchronized void heal() {
        apply(() -> {
            states.values().forEach(state -> {
                state.cut(false);
                state.delay(Optional.empty(), 0, System.nanoTime());
            });
            links.values().forEach(Link::refresh);
        });
    }

    /**
     * Slows down the bytes from one side to the other.
     *
     * @param delay empty ends the delay
     * @param seed determines the jitter
     */
    public synchronized void delay(
            Collection<String> from, Collection<String> to, Direction direction, Optional<LinkDelay> delay, long seed) {
        change(from, to, direction, state -> state.delay(delay, seed, System.nanoTime()));
    }

    /** Returns whether the link between two ends is open in both directions. */
    public synchronized boolean connects(String from, String to) {
        boolean[] cut = {false};
        apply(() -> cut[0] = state(from, to).isCut() || state(to, from).isCut());
        return !cut[0];
    }

    /**
     * Returns the port of this JVM at which one end reaches a node: the node's client port for a client, its route port
     * for another node. The port stays the same until the network is closed.
     *
     * @throws ServerException if the network is closed
     */
    @API(status = Status.INTERNAL)
    public synchronized int port(String from, String to) {
        EndPair pair = new EndPair(from, to);
        if (!links.containsKey(pair)) {
            if (closed) {
                throw refused("the network is closed, so " + from + " cannot reach " + to);
            }
            loop = loop == null ? new LinkLoop("binrun-network") : loop;
            loop.apply(() -> {
                Link link = new Link(loop, state(from, to), state(to, from));
                links.put(pair, link);
                targets.getOrDefault(target(pair), Link::holdConnections).accept(link);
            });
        }
        return links.get(pair).port();
    }

    /**
     * Forwards connections to a node that listens now.
     *
     * @param node the node's name
     * @param forClients the address for clients
     * @param forNodes the address for routes; empty if the node has none
     */
    @API(status = Status.INTERNAL)
    public synchronized void forwardTo(
            String node, InetSocketAddress forClients, Optional<InetSocketAddress> forNodes) {
        apply(() -> {
            redirect(node, false, link -> link.forwardTo(forClients));
            forNodes.ifPresent(address -> redirect(node, true, link -> link.forwardTo(address)));
        });
    }

    /** Holds new connections to a node that is being started. */
    @API(status = Status.INTERNAL)
    public synchronized void holdConnections(String node) {
        redirect(node, Link::holdConnections);
    }

    /**
     * Refuses new connections to a node whose process has ended.
     *
     * @param still asked under this network's lock; if false, the node has another process already and nothing changes
     */
    @API(status = Status.INTERNAL)
    public synchronized void refuseConnections(String node, BooleanSupplier still) {
        if (still.getAsBoolean()) {
            redirect(node, Link::refuseConnections);
        }
    }

    @Override
    @API(status = Status.INTERNAL)
    public synchronized void close() {
        closed = true;
        if (loop != null) {
            loop.close();
            links.values().forEach(Link::close);
        }
    }

    private void redirect(String node, Consumer<Link> change) {
        apply(() -> {
            redirect(node, false, change);
            redirect(node, true, change);
        });
    }

    /** Applies to existing and future links to that node. */
    private void redirect(String node, boolean forNodes, Consumer<Link> change) {
        String target = node + (forNodes ? " for nodes" : " for clients");
        targets.put(target, change);
        links.forEach((pair, link) -> {
            if (target(pair).equals(target)) {
                change.accept(link);
            }
        });
    }

    /** Without links there is no thread that could use the states at the same time. */
    private void apply(Runnable task) {
        if (loop == null) {
            task.run();
        } else {
            loop.apply(task);
        }
    }

    private String target(EndPair pair) {
        return pair.to + (nodes.contains(pair.from) ? " for nodes" : " for clients");
    }

    private void change(
            Collection<String> from, Collection<String> to, Direction direction, Consumer<LinkState> change) {
        Set<EndPair> pairs = pairs(from, to);
        apply(() -> {
            for (EndPair pair : pairs) {
                change.accept(state(pair.from, pair.to));
                if (direction == Direction.BOTH) {
                    change.accept(state(pair.to, pair.from));
                }
            }
            links.values().forEach(Link::refresh);
        });
    }

    private LinkState state(String from, String to) {
        return states.computeIfAbsent(new EndPair(from, to), pair -> new LinkState());
    }

    private Set<EndPair> pairs(Collection<String> from, Collection<String> to) {
        if (from.isEmpty() || to.isEmpty()) {
            throw refused("one side is empty. Name nodes or clients on both sides: " + known());
        }
        Set<EndPair> pairs = new LinkedHashSet<>();
        for (String first : from) {
            for (String second : to) {
                requireKnown(first);
                requireKnown(second);
                if (first.equals(second)) {
                    throw refused(first + " is on both sides, and has no connection to itself");
                }
                if (!nodes.contains(first) && !nodes.contains(second)) {
                    throw refused(
                            first + " and " + second + " are clients, and clients have no connection to each other."
                                    + " Name a node on one side: " + String.join(", ", nodes));
                }
                pairs.add(new EndPair(first, second));
            }
        }
        return pairs;
    }

    private void requireKnown(String name) {
        if (!nodes.contains(name) && !clients.contains(name)) {
            throw refused(name + " is neither a node nor a client here. Known names: " + known());
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
