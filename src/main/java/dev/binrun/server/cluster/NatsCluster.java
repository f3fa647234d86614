package dev.binrun.server.cluster;

import dev.binrun.server.LogTail;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerOptions;
import dev.binrun.server.ServerState;
import dev.binrun.server.host.Polling;
import dev.binrun.server.host.ServerException;
import dev.binrun.server.network.Direction;
import dev.binrun.server.network.LinkDelay;
import dev.binrun.server.network.Network;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A cluster of nats-servers n1, n2 and so on, in which nodes can be killed, paused and cut off from each other. The
 * nodes reach each other, and the clients reach the nodes, through a {@link Network} that can be cut without root.
 *
 * <pre>{@code
 * try (NatsCluster cluster = NatsCluster.start(ClusterOptions.of(3));
 *         Connection connection = Nats.connect(cluster.url("shop", "n2"))) {
 *     connection.jetStreamManagement().addStream(ordersWithThreeReplicas);
 *     cluster.network().cut(List.of("n1"), List.of("n2", "n3"), Direction.BOTH);
 *     // n1 is alone now; requests may wait until n2 or n3 is elected as the leader
 *     cluster.undoFaults(Duration.ofSeconds(40));
 *     cluster.awaitHealthy(Duration.ofSeconds(30));
 *     assertEquals(List.of("ORDERS"), connection.jetStreamManagement().getStreamNames());
 * }
 * }</pre>
 *
 * <p>"shop" is a name of the caller's choice for its client; a cut can name it as it names a node. The cluster ends
 * with {@link #close()}, and at the latest with this JVM. All methods may be called from any thread.
 */
@API(status = Status.EXPERIMENTAL)
public final class NatsCluster implements Target, Faults {
    /** Several servers and their election take longer than one server, most of all on a slow machine. */
    private static final int START_FACTOR = 3;

    /**
     * In 2.10 the first leader needs only a majority, and may never admit a node from which it had received nothing.
     * Seen with five nodes.
     */
    private static final Duration SETTLE_LIMIT = Duration.ofSeconds(2);

    private final ClusterOptions options;
    private final Network network;
    private final Map<String, NatsServer> nodes = new LinkedHashMap<>();
    private final ClusterView view;
    private final Polling polling = new Polling(Duration.ofMillis(10));

    private NatsCluster(ClusterOptions options) {
        this.options = options;
        this.network = new Network(options.names());
        this.view = new ClusterView(nodes, network);
    }

    /**
     * Starts a cluster and returns when every node is healthy and a stream with a replica on each node can be created
     * and written.
     *
     * @throws ServerException if the cluster does not start; its processes have ended then, their folders are removed,
     *     and the message names the obstacle of each node
     */
    public static NatsCluster start(ClusterOptions options) {
        return begin(options, cluster -> {
            cluster.create();
            cluster.launch();
        });
    }

    /**
     * Returns a new cluster as {@link #start} does. A cluster of one node is a server of
     * {@link NatsServer#takeWarm(ServerOptions)}, which mostly saves the time of its start.
     *
     * @throws ServerException if the cluster does not start, as {@link #start} reports it
     */
    public static NatsCluster takeWarm(ClusterOptions options) {
        return options.nodes() > 1 ? start(options) : begin(options, NatsCluster::takeNode);
    }

    private static NatsCluster begin(ClusterOptions options, Consumer<NatsCluster> start) {
        NatsCluster cluster = new NatsCluster(options);
        try {
            start.accept(cluster);
            return cluster;
        } catch (RuntimeException | Error e) {
            try (cluster) {
                throw e; // a failure to close is added as a suppressed exception
            }
        }
    }

    /** Returns a server that runs already as a cluster of one node; clients reach it directly. */
    @API(status = Status.INTERNAL)
    public static NatsCluster of(NatsServer server) {
        NatsCluster cluster = new NatsCluster(new ClusterOptions(1, false, ServerOptions.ephemeral()));
        cluster.nodes.put(server.name(), server);
        return cluster;
    }

    /** Returns the nodes in the order of their names. */
    @Override
    public List<NatsServer> nodes() {
        return List.copyOf(nodes.values());
    }

    /**
     * Returns the node with this name.
     *
     * @throws ServerException if there is no such node
     */
    @Override
    public NatsServer node(String name) {
        NatsServer node = nodes.get(name);
        if (node == null) {
            throw new ServerException(
                    "there is no node " + name + "; the nodes are " + String.join(", ", nodes.keySet()));
        }
        return node;
    }

    /** Returns the network between the nodes, and between the nodes and the clients. */
    @Override
    public Network network() {
        return network;
    }

    /**
     * Returns the URLs of all nodes for a client, in the order of the nodes. They stay the same until the cluster is
     * closed.
     *
     * @param client a name of the caller's choice, by which the client can be cut off
     */
    @Override
    public List<String> urls(String client) {
        return nodes.keySet().stream().map(node -> url(client, node)).toList();
    }

    /**
     * Returns the URL of one node for a client. It stays the same until the cluster is closed.
     *
     * @param client a name of the caller's choice, by which the client can be cut off
     * @throws ServerException if there is no such node, or the client has the name of a node
     */
    @Override
    public String url(String client, String node) {
        String direct = node(node).url();
        if (!options.cuttable()) {
            return direct;
        }
        network.addClient(client);
        return direct.substring(0, direct.indexOf("://")) + "://127.0.0.1:" + network.port(client, node);
    }

    /**
     * Returns the node that a majority names as the leader of the meta group; empty without a majority and for a single
     * server.
     */
    @Override
    public Optional<String> metaLeader() {
        return view.metaLeader();
    }

    /**
     * Returns the nodes with a replica of a stream, or of one of its consumers, and their leader. Empty if no node
     * reports it, and for a single server.
     *
     * @param consumer empty for the group of the stream itself
     * @throws ServerException if several accounts have such a stream
     */
    @Override
    public Optional<RaftGroup> group(String stream, Optional<String> consumer) {
        return view.groups().group(stream, consumer);
    }

    /** Returns whether a node has a replica of a consumer, in any account. */
    @Override
    public boolean hasConsumer(String stream, String consumer) {
        try {
            return group(stream, Optional.of(consumer)).isPresent();
        } catch (ServerException severalHaveSuchAStream) {
            return true;
        }
    }

    /**
     * Returns the nodes that do not run, with their states, such as {@code n1 is stopped, n3 is paused}; empty if all
     * run.
     */
    @Override
    public Optional<String> unavailableNodes() {
        return nodes().stream()
                .filter(node -> node.state() != ServerState.RUNNING)
                .map(node -> node.name() + " is " + node.state())
                .reduce((first, second) -> first + ", " + second);
    }

    /**
     * Waits until a stream has a leader that runs, for up to 20 s, and returns this node.
     *
     * @throws ServerException if there is no such stream, or it has no leader in time
     */
    public NatsServer leaderOf(String stream) {
        return new LeaderSearch(this, stream, Optional.empty()).find();
    }

    /**
     * Waits until a consumer has a leader that runs, for up to 20 s, and returns this node.
     *
     * @throws ServerException if there is no such consumer, or it has no leader in time
     */
    public NatsServer leaderOf(String stream, String consumer) {
        return new LeaderSearch(this, stream, Optional.of(consumer)).find();
    }

    /**
     * Makes the leader of a stream step down, waits until another node leads, and returns the new leader.
     *
     * @throws ServerException if the stream has no other replica, or has no new leader within 20 s
     */
    public NatsServer stepDown(String stream) {
        return new LeaderSearch(this, stream, Optional.empty()).stepDown();
    }

    /**
     * Makes the leader of a consumer step down, waits until another node leads, and returns the new leader.
     *
     * @throws ServerException if the consumer has no other replica, or has no new leader within 20 s
     */
    public NatsServer stepDown(String stream, String consumer) {
        return new LeaderSearch(this, stream, Optional.of(consumer)).stepDown();
    }

    /**
     * Cuts a node off from all other nodes; its clients still reach it. Cut clients with {@link Network#cut}.
     *
     * @throws ServerException if the node is the only one
     */
    public void cut(NatsServer node) {
        network.cut(List.of(node.name()), others(node), Direction.BOTH);
    }

    /** Ends all cuts and delays; held bytes arrive. */
    public void heal() {
        network.heal();
    }

    /**
     * Delays all bytes between nodes, in each direction. Delay clients with {@link Network#delay}.
     *
     * @param latency the time until bytes arrive, at most 1 hour
     * @throws ServerException if there is only one node
     */
    public void delay(Duration latency) {
        for (NatsServer node : nodes()) {
            network.delay(
                    List.of(node.name()), others(node), Direction.FORTH, Optional.of(LinkDelay.latency(latency)), 0);
        }
    }

    private List<String> others(NatsServer node) {
        List<String> others = nodes.keySet().stream()
                .filter(name -> !name.equals(node.name()))
                .toList();
        if (others.isEmpty()) {
            throw new ServerException(node.name()
                    + " is the only node, so no link can be cut or delayed; pause the node, or start 3 nodes");
        }
        return others;
    }

    /** Returns the names of the streams in all accounts, sorted; none for a single server. */
    @Override
    public List<String> streams() {
        return view.groups().streams();
    }

    @Override
    public List<String> directUrls() {
        return nodes().stream().map(NatsServer::url).toList();
    }

    @Override
    public String version() {
        return nodes().get(0).version();
    }

    @Override
    public boolean isCluster() {
        return nodes.size() > 1;
    }

    @Override
    public Map<String, LogTail> logs() {
        Map<String, LogTail> logs = new LinkedHashMap<>();
        nodes().forEach(node -> logs.put(node.name(), node.log()));
        return logs;
    }

    @Override
    public Path folder() {
        return nodes().get(0).folder();
    }

    @Override
    public Optional<Faults> faults() {
        return Optional.of(this);
    }

    /** Returns the health problem of each node in its own words; empty for a healthy node. */
    public Map<String, Optional<String>> health() {
        return view.health();
    }

    /**
     * Waits until all nodes that run and reach a majority take part in the cluster: they are healthy, name the same
     * meta leader, and it would place replicas on them. Other nodes are not waited for. After a cut that ended routes
     * this can take 10 s, because a server sends its statistics only that often (events.go, heartbeatStatsz).
     *
     * @throws ServerException if a node does not take part in time; the message names the obstacle of each node
     */
    @Override
    public void awaitHealthy(Duration limit) {
        Optional<String> obstacles = polling.until(System.nanoTime() + limit.toNanos(), view::obstacles);
        if (obstacles.isPresent()) {
            throw new ServerException(
                    "the cluster was not healthy within " + limit.toMillis() + "ms: " + obstacles.get());
        }
    }

    /**
     * Undoes all faults: ends cuts and delays, resumes paused nodes, waits for nodes that are ending, and starts
     * stopped nodes. Nodes that crashed or did not come back stay down.
     *
     * @param limit the maximum time for all of it
     * @return the failures; empty if all faults were undone
     */
    @Override
    public List<String> undoFaults(Duration limit) {
        return new FaultRecovery(network, nodes(), limit).run();
    }

    /** Returns whether a fault still holds: a node does not serve, or a link is cut or delayed. */
    @Override
    public boolean hasFaults() {
        return network.isDisturbed()
                || nodes().stream().anyMatch(node -> node.state() != ServerState.RUNNING || node.isStarting());
    }

    /**
     * Waits until the nodes that are being started listen for clients. A node that does not listen in time is killed,
     * and its state is {@link ServerState#GONE}.
     *
     * @param limit the maximum time for all nodes together
     */
    @Override
    public void awaitListening(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        for (NatsServer node : nodes()) {
            if (node.isStarting()) {
                try {
                    node.awaitListening(deadline);
                } catch (ServerException e) {
                    continue; // the node's state records this
                }
            }
        }
    }

    /** Ends all nodes and removes their folders. A second call has no effect. */
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
        failures.stream().reduce(NatsCluster::combined).ifPresent(failure -> {
            throw failure;
        });
    }

    private void takeNode() {
        String name = options.names().get(0);
        ServerOptions server = named(name).withStartTimeout(startLimit());
        nodes.put(name, NatsServer.takeWarm(server, new ClusterMember(view, network, polling)));
    }

    private ServerOptions named(String name) {
        return options.server().withName(name).withLogLine(options.logLines().apply(name));
    }

    private Duration startLimit() {
        return options.server().startTimeout().multipliedBy(START_FACTOR);
    }

    private void create() {
        for (String name : options.names()) {
            ServerOptions server = named(name);
            if (options.nodes() > 1) {
                List<Integer> routes = options.names().stream()
                        .filter(other -> other.compareTo(name) > 0)
                        .map(other -> network.port(name, other))
                        .toList();
                server = server.withMonitorPort(-1)
                        .withConfig(RouteConfig.merged(server.config(), options.nodes(), routes));
            }
            nodes.put(name, NatsServer.create(server, new ClusterMember(view, network, polling)));
        }
    }

    private void launch() {
        Duration limit = startLimit();
        long deadline = System.nanoTime() + limit.toNanos();
        launchAll(limit, deadline);
        while (view.hasMetaGroup() && !hasMetaGroup(deadline)) {
            nodes.values().forEach(NatsServer::reset);
            launchAll(limit, deadline);
        }
        nodes.values().forEach(node -> node.awaitServing(deadline));
        if (view.hasMetaGroup()) {
            awaitReplicas(deadline);
        }
    }

    private void launchAll(Duration limit, long deadline) {
        nodes.values().forEach(node -> node.launch(limit));
        nodes.values().forEach(node -> node.awaitListening(deadline));
    }

    /** True also when the time is up: the wait for readiness then reports the obstacle. */
    private boolean hasMetaGroup(long deadline) {
        try {
            return electsLeader(deadline) && isWholeSoon() || System.nanoTime() - deadline >= 0;
        } catch (IOException e) {
            throw new ServerException("the state of the cluster is unknown: " + e.getMessage(), e);
        }
    }

    /**
     * Returns whether the first election of the meta group has a winner. Each node becomes a candidate after 0.1 to 0.8
     * s and needs the votes of all nodes. If two nodes become candidates at once, none wins, and the next election
     * starts only after 4 to 9 s (raft.go, runAsCandidate). To start all nodes again is faster and loses nothing.
     */
    private boolean electsLeader(long deadline) throws IOException {
        polling.until(deadline, () -> {
            nodes.values().forEach(NatsServer::requireNotEnded);
            boolean decided = view.openVotes().size() > 1 || metaLeader().isPresent();
            return decided ? Optional.empty() : Optional.of("the election is not over");
        });
        return metaLeader().isPresent();
    }

    private boolean isWholeSoon() throws IOException {
        return polling.until(System.nanoTime() + SETTLE_LIMIT.toNanos(), () -> {
                    nodes.values().forEach(NatsServer::requireNotEnded);
                    return view.isWhole() ? Optional.empty() : Optional.of("the leader does not know all nodes");
                })
                .isEmpty();
    }

    private void awaitReplicas(long deadline) {
        NatsServer first = nodes().get(0);
        if (!first.repliesToAnyone()) {
            return;
        }
        try {
            ReplicaProbe.await(first.address(), options.nodes(), deadline);
        } catch (IOException e) {
            throw new ServerException("the cluster was not ready: " + e.getMessage() + first.lastLines(), e);
        }
    }

    private static RuntimeException combined(RuntimeException first, RuntimeException second) {
        first.addSuppressed(second);
        return first;
    }
}
