package dev.binrun.server.cluster;

import dev.binrun.server.LogTail;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerOptions;
import dev.binrun.server.ServerState;
import dev.binrun.server.host.Polling;
import dev.binrun.server.host.ServerException;
import dev.binrun.server.network.Network;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Several nats-servers with routes to each other, n1, n2, …, and the {@link Network} between them and their clients. It ends with
 * {@link #close()}, or with this JVM.
 */
public final class NatsCluster implements Target, Faults {
    /** Several servers, and an election between them, take their time where a machine is slow. */
    private static final int PATIENCE = 3;

    /** In 2.10 the first leader needs a majority only, and may never take in a node that it had not heard of; seen with five nodes. */
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
        } catch (RuntimeException | Error e) {
            try (cluster) {
                throw e; // and what goes wrong when it is closed is told beside it
            }
        }
    }

    /** The nodes, in the order of their names. */
    @Override
    public List<NatsServer> nodes() {
        return List.copyOf(nodes.values());
    }

    /**
     * The node of that name.
     *
     * @throws ServerException if there is none
     */
    @Override
    public NatsServer node(String name) {
        NatsServer node = nodes.get(name);
        if (node == null) {
            throw new ServerException("there is no node " + name + "; there are " + String.join(", ", nodes.keySet()));
        }
        return node;
    }

    /** The network between the nodes, and between them and clients. */
    @Override
    public Network network() {
        return network;
    }

    /** Where a client of that name connects to: all nodes, in order. The addresses stay as long as the cluster. */
    @Override
    public List<String> urls(String client) {
        return nodes.keySet().stream().map(node -> url(client, node)).toList();
    }

    /** Where a client of that name reaches one node. */
    @Override
    public String url(String client, String node) {
        String direct = node(node).url();
        if (!options.cuttable()) {
            return direct;
        }
        network.addClient(client);
        return direct.substring(0, direct.indexOf("://")) + "://127.0.0.1:" + network.port(client, node);
    }

    /** The leader of the meta group: whom most of the nodes take for it. None without a cluster, or while there is no majority. */
    @Override
    public Optional<String> metaLeader() {
        return view.metaLeader();
    }

    /**
     * The nodes that have a replica of a stream, or of a consumer of it, and their leader; empty if none has heard of it, and without a
     * cluster.
     *
     * @throws ServerException if several accounts have such a stream
     */
    @Override
    public Optional<RaftGroup> group(String stream, Optional<String> consumer) {
        return view.groups().group(stream, consumer);
    }

    /** Whether a node has a replica of a consumer, in whichever account. */
    @Override
    public boolean knows(String stream, String consumer) {
        try {
            return group(stream, Optional.of(consumer)).isPresent();
        } catch (ServerException severalHaveSuchAStream) {
            return true;
        }
    }

    /** Which nodes do not run, and what they do, as {@code n1 is stopped, n3 is paused}; empty if all run. */
    @Override
    public Optional<String> away() {
        return nodes().stream()
                .filter(node -> node.state() != ServerState.RUNNING)
                .map(node -> node.name() + " is " + node.state())
                .reduce((one, other) -> one + ", " + other);
    }

    /** The streams that the nodes have, in all accounts, sorted; none without a cluster. */
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

    /** What is wrong with each node, by its own words; empty for those that are healthy. */
    public Map<String, Optional<String>> health() {
        return view.health();
    }

    /**
     * Returns when all nodes that run and reach a majority of the nodes take part again: they are healthy, know the same meta leader, and
     * it would place replicas on them. Of the others nothing can be expected. After a cut in which routes were given up that can take
     * 10 s, for so often a server tells of itself.
     *
     * @throws ServerException saying what each node lacks, when the time is up
     */
    @Override
    public void awaitHealthy(Duration limit) {
        try {
            polling.until(System.nanoTime() + limit.toNanos(), this::lacks).ifPresent(lacks -> {
                throw new ServerException("the cluster was not healthy within " + limit.toMillis() + "ms: " + lacks);
            });
        } catch (IOException e) {
            throw new ServerException("the cluster cannot be asked: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw Polling.interrupted();
        }
    }

    private Optional<String> lacks() throws IOException {
        return view.lacks().entrySet().stream()
                .map(lack -> lack.getKey() + ": " + lack.getValue())
                .reduce((one, other) -> one + "; " + other);
    }

    /**
     * Undoes all faults: ends cuts and delays, lets go on what is paused, and starts what was stopped or is about to end, all together
     * within the limit. What ended by itself, or did not come back, stays away.
     *
     * @return what could not be undone, and why
     */
    @Override
    public List<String> undoFaults(Duration limit) {
        return new FaultRecovery(network, nodes(), limit).run();
    }

    /** Returns whether a fault still holds: a node that does not serve, or a link that is cut or delayed. */
    @Override
    public boolean hasFaults() {
        return network.isDisturbed()
                || nodes().stream().anyMatch(node -> node.state() != ServerState.RUNNING || node.isStarting());
    }

    /**
     * Waits until the nodes that are being started listen for clients. A node that does not has not come back from its start; its
     * process is killed.
     *
     * @param limit for all of them together
     */
    @Override
    public void awaitListening(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        for (NatsServer node : nodes()) {
            if (node.isStarting()) {
                try {
                    node.awaitListening(deadline);
                } catch (ServerException e) {
                    continue; // its state says so
                }
            }
        }
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
            ServerOptions server = options.server()
                    .withName(name)
                    .withLogLine(options.logLines().apply(name));
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
        Duration limit = options.server().startTimeout().multipliedBy(PATIENCE);
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

    /** Whether the meta group comes about, with all nodes in it; what is missing when the time is up, the wait for readiness tells. */
    private boolean hasMetaGroup(long deadline) {
        try {
            long settled = System.nanoTime() + SETTLE_LIMIT.toNanos();
            return electsLeader(deadline)
                            && polling.until(settled, this::missing).isEmpty()
                    || System.nanoTime() - deadline >= 0;
        } catch (IOException e) {
            throw new ServerException("the cluster cannot be asked: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw Polling.interrupted();
        }
    }

    /**
     * Whether the first election of the meta group ends with a leader. Each node stands for it after 0.1 to 0.8 s and needs the votes of
     * all; where two stand at once, none gets them, and the next election would be 4 to 9 s later (raft.go, runAsCandidate). To
     * start anew is faster, and loses nothing.
     */
    private boolean electsLeader(long deadline) throws IOException, InterruptedException {
        polling.until(deadline, () -> {
            nodes.values().forEach(NatsServer::mustHaveStayed); // a node that ended is not a matter of votes
            return view.openVotes().size() > 1 || metaLeader().isPresent()
                    ? Optional.empty()
                    : Optional.of("no meta leader");
        });
        return metaLeader().isPresent();
    }

    private Optional<String> missing() throws IOException {
        nodes.values().forEach(NatsServer::mustHaveStayed);
        return view.isWhole() ? Optional.empty() : Optional.of("the meta group lacks a node");
    }

    private void awaitReplicas(long deadline) {
        NatsServer first = nodes().get(0);
        if (!first.answersAnyone()) {
            return;
        }
        try {
            ReplicaProbe.await(first.address(), options.nodes(), deadline);
        } catch (IOException e) {
            throw new ServerException("the cluster was not ready: " + e.getMessage() + first.lastLines(), e);
        }
    }

    private static RuntimeException both(RuntimeException first, RuntimeException second) {
        first.addSuppressed(second);
        return first;
    }
}
