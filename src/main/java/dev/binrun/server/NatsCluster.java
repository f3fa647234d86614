package dev.binrun.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Several nats-servers with routes to each other, n1, n2, …, and the {@link Network} between them and their clients. It ends with
 * {@link #close()}, or with this JVM.
 */
public final class NatsCluster implements AutoCloseable {
    private static final Pattern ROUTES = Pattern.compile("Listening for route connections on .+:(\\d+)$");
    private static final int MOST_RESETS = 3;
    private static final long POLL_NANOS = 10_000_000;
    private static final Duration ASK_LIMIT = Duration.ofSeconds(1);

    private final ClusterOptions options;
    private final Network network;
    private final Map<String, NatsServer> nodes = new LinkedHashMap<>();

    private NatsCluster(ClusterOptions options) {
        this.options = options;
        this.network = new Network(options.names());
    }

    /**
     * Starts a cluster and returns once every node is healthy and a stream with a replica on each can be made and written.
     *
     * @throws ServerException if it does not start: nothing of it is left then, and the message says which node lacks what
     */
    public static NatsCluster start(ClusterOptions options) {
        NatsCluster cluster = new NatsCluster(options);
        try {
            cluster.create();
            cluster.launch();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** The nodes, in the order of their names. */
    public List<NatsServer> nodes() {
        return List.copyOf(nodes.values());
    }

    /**
     * The node of that name.
     *
     * @throws ServerException if there is none
     */
    public NatsServer node(String name) {
        NatsServer node = nodes.get(name);
        if (node == null) {
            throw new ServerException("there is no node " + name + "; there are " + String.join(", ", nodes.keySet()));
        }
        return node;
    }

    /** The network between the nodes, and between them and clients. */
    public Network network() {
        return network;
    }

    /** Where a client of that name connects to: all nodes, in order. The addresses stay as long as the cluster. */
    public List<String> urls(String client) {
        return nodes.keySet().stream().map(node -> url(client, node)).toList();
    }

    /** Where a client of that name reaches one node. */
    public String url(String client, String node) {
        String direct = node(node).url();
        if (!options.cuttable()) {
            return direct;
        }
        network.addClient(client);
        return direct.substring(0, direct.indexOf("://")) + "://127.0.0.1:" + network.port(client, node);
    }

    /** The leader of the meta group: whom most of the nodes take for it. None without a cluster, or while there is no majority. */
    public Optional<String> metaLeader() {
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

    /** What is wrong with each node, by its own words; empty for those that are healthy. */
    public Map<String, Optional<String>> health() {
        Map<String, Optional<String>> all = new LinkedHashMap<>();
        nodes.forEach((name, node) -> all.put(name, illness(node, ASK_LIMIT)));
        return all;
    }

    /** Undoes all faults, ends the nodes and removes what is theirs; safe to call again. */
    @Override
    public void close() {
        List<RuntimeException> failures = new ArrayList<>();
        for (NatsServer node : nodes.values()) {
            try {
                node.close();
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
        network.close();
        failures.stream().reduce(NatsCluster::both).ifPresent(failure -> {
            throw failure;
        });
    }

    private void create() {
        for (String name : options.names()) {
            ServerOptions server = options.server().withName(name);
            if (isCluster()) {
                List<Integer> routes = options.names().stream()
                        .filter(other -> other.compareTo(name) > 0)
                        .map(other -> network.port(name, other))
                        .toList();
                server = server.withMonitorPort(-1)
                        .withConfig(RouteConfig.merged(server.config(), options.nodes(), routes));
            }
            nodes.put(name, NatsServer.create(server, new Member()));
        }
    }

    private void launch() {
        Duration limit = options.server().startTimeout();
        long deadline = System.nanoTime() + limit.toNanos();
        launchAll(limit, deadline);
        for (int i = 0; isCluster() && i < MOST_RESETS && !electsLeader(deadline); i++) {
            nodes.values().forEach(NatsServer::reset);
            launchAll(limit, deadline);
        }
        nodes.values().forEach(node -> node.awaitServing(deadline));
        if (isCluster()) {
            awaitReplicas(deadline);
        }
    }

    private void launchAll(Duration limit, long deadline) {
        nodes.values().forEach(node -> node.launch(limit));
        nodes.values().forEach(node -> node.awaitListening(deadline));
    }

    /**
     * Whether the first election of the meta group ends with a leader. Each node stands for it after 0.1 to 0.8 s and needs the votes of
     * all; where two stand at once, none gets them, and the next election would be 4 to 9 s later (raft.go, runAsCandidate). To
     * start anew is faster, and loses nothing.
     */
    private boolean electsLeader(long deadline) {
        while (System.nanoTime() - deadline < 0) {
            if (metaLeader().isPresent()) {
                return true;
            }
            if (votes().size() > 1) {
                return metaLeader().isPresent();
            }
            pause();
        }
        return true; // what is missing, the wait for readiness tells
    }

    private Set<String> votes() {
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

    private void awaitReplicas(long deadline) {
        NatsServer first = nodes().get(0);
        if (!first.answersAnyone()) {
            return;
        }
        try {
            ReplicaProbe.await(new InetSocketAddress("127.0.0.1", first.port()), options.nodes(), deadline);
        } catch (IOException e) {
            throw new ServerException("the cluster was not ready: " + e.getMessage() + first.lastLines(), e);
        }
    }

    private static void pause() {
        LockSupport.parkNanos(POLL_NANOS);
        if (Thread.currentThread().isInterrupted()) {
            throw new ServerException("interrupted while waiting for a cluster");
        }
    }

    private boolean isCluster() {
        return options.nodes() > 1;
    }

    private boolean isMajority(int count) {
        return count > options.nodes() / 2;
    }

    private List<NatsServer> reachable() {
        return nodes.values().stream()
                .filter(NatsCluster::isActive)
                .filter(node -> node.monitorPort().isPresent())
                .toList();
    }

    private static boolean isActive(NatsServer node) {
        return node.state() == ServerState.RUNNING || node.state() == ServerState.LAME_DUCK;
    }

    private Optional<String> illness(NatsServer node, Duration limit) {
        if (!isActive(node)) {
            return Optional.of("it is " + node.state());
        }
        if (node.monitorPort().isEmpty()) {
            return Optional.empty();
        }
        try {
            Optional<String> illness = monitor(node).illness(limit);
            return illness.isEmpty()
                            && isCluster()
                            && monitor(node).metaLeader(limit).isEmpty()
                    ? Optional.of("it knows no meta leader")
                    : illness;
        } catch (IOException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static Monitor monitor(NatsServer node) {
        return new Monitor(new InetSocketAddress("127.0.0.1", node.monitorPort().getAsInt()));
    }

    private static RuntimeException both(RuntimeException first, RuntimeException second) {
        first.addSuppressed(second);
        return first;
    }

    /** What a node's coming and going means for the others. */
    private final class Member implements Membership {
        @Override
        public boolean clustered() {
            return isCluster();
        }

        @Override
        public void starting(NatsServer server) {
            network.expect(server.name());
        }

        @Override
        public void listening(NatsServer server, long deadline) throws IOException {
            InetSocketAddress clients = new InetSocketAddress("127.0.0.1", server.port());
            network.lead(
                    server.name(), clients, isCluster() ? Optional.of(routes(server, deadline)) : Optional.empty());
        }

        @Override
        public void ended(NatsServer server, long pid) {
            network.refuse(server.name(), () -> server.pid() == pid);
        }

        /** A node that reaches no majority cannot take part; it serves clients, and that must do. */
        @Override
        public void awaitServing(NatsServer server, long deadline) throws IOException {
            if (!isCluster() || !reachesMajority(server)) {
                return;
            }
            Optional<String> illness = illness(server, ASK_LIMIT);
            while (illness.isPresent()) {
                if (System.nanoTime() - deadline > 0) {
                    throw new IOException("it does not take part in its cluster in time: " + illness.get());
                }
                pause();
                illness = illness(server, ASK_LIMIT);
            }
        }

        private boolean reachesMajority(NatsServer server) {
            return isMajority((int) nodes.values().stream()
                    .filter(other ->
                            other == server || isActive(other) && network.connects(server.name(), other.name()))
                    .count());
        }

        private InetSocketAddress routes(NatsServer server, long deadline) throws IOException {
            String line = server.log()
                    .awaitSinceStart(
                            text -> text.contains("Listening for route connections on "), NatsServer.left(deadline))
                    .orElseThrow(() -> new IOException("it did not listen for routes in time"))
                    .text();
            Matcher matcher = ROUTES.matcher(line);
            if (!matcher.find()) {
                throw new IOException("it names no port for routes: " + line);
            }
            return new InetSocketAddress("127.0.0.1", Integer.parseInt(matcher.group(1)));
        }
    }
}
