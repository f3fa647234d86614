package dev.binrun.verb.node;

import dev.binrun.form.Nearest;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.ApiErrorCode;
import dev.binrun.jetstream.Reason;
import dev.binrun.jetstream.Retry;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.server.NatsServer;
import dev.binrun.server.cluster.Faults;
import dev.binrun.server.cluster.RaftGroup;
import dev.binrun.server.host.ServerException;
import dev.binrun.verb.VerbWorld;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds the node that a verb selects. The leader of a group comes from the monitoring pages of the nodes, which work
 * although clients are cut off. A majority of the nodes with a replica must agree on it.
 */
public final class NodeSearch {
    /** The default time limit of the search: an election after a kill takes 4 to 10 s. */
    public static final Duration LIMIT = Duration.ofSeconds(20);

    /** The time that a group may be missing, because nodes create replicas after the reply to the request. */
    private static final Duration ABSENT_AFTER = Duration.ofSeconds(2);

    private static final Duration POLL = Duration.ofMillis(20);

    private static final Duration ASK_LIMIT = Duration.ofSeconds(1);

    private final VerbWorld world;
    private final Faults faults;
    private final long start = System.nanoTime();
    private final Duration limit;

    private NodeSearch(VerbWorld world, Duration limit) {
        this.world = world;
        this.faults = world.faults();
        this.limit = limit.compareTo(world.stepLeft()) < 0 ? limit : world.stepLeft();
    }

    /**
     * Finds a node.
     *
     * @param fit the condition for nodes to choose from, if the selection allows several
     * @param limit the time limit of the search; the remaining time of the step if that is shorter
     * @throws VerbFailedException if the leader is not known in time
     * @throws ServerException if the node, stream or consumer does not exist, or no node fits
     */
    public static NatsServer find(NodeSelector selector, VerbWorld world, Predicate<NatsServer> fit, Duration limit)
            throws InterruptedException {
        return new NodeSearch(world, limit).find(selector, fit);
    }

    private NatsServer find(NodeSelector selector, Predicate<NatsServer> fit) throws InterruptedException {
        return switch (selector.by()) {
            case NAME -> faults.node(selector.name());
            case ANY -> choose(selector, names(), fit);
            case LEADER -> faults.node(leader(selector));
            case FOLLOWER -> choose(selector, followers(selector), fit);
            case META_LEADER -> faults.node(metaLeader(selector));
            case META_FOLLOWER -> choose(selector, without(metaLeader(selector), names()), fit);
        };
    }

    private NatsServer choose(NodeSelector selector, List<String> names, Predicate<NatsServer> fit) {
        List<NatsServer> nodes =
                names.stream().sorted().map(faults::node).filter(fit).toList();
        if (nodes.isEmpty()) {
            throw new ServerException("no node fits '" + selector + "': "
                    + (names.isEmpty() ? noFollower(selector) : String.join(", ", states(names))));
        }
        return nodes.get(world.random().nextInt(nodes.size()));
    }

    private String noFollower(NodeSelector selector) {
        return alone() || selector.name().isEmpty()
                ? "there is only one server"
                : selector.name() + " has only one replica (num_replicas)";
    }

    private List<String> states(List<String> names) {
        return names.stream()
                .map(name -> name + " is " + faults.node(name).state())
                .toList();
    }

    private String leader(NodeSelector selector) throws InterruptedException {
        if (alone()) {
            mustExist(selector);
            return names().get(0);
        }
        return group(selector).leader().orElseThrow();
    }

    /** Asks the API, because a single server has no Raft groups. Without a reply, the asset counts as existing. */
    private void mustExist(NodeSelector selector) throws InterruptedException {
        if (!leads(names().get(0))) {
            return;
        }
        String asset = selector.consumer()
                .map(consumer -> "CONSUMER.INFO." + selector.name() + "." + consumer)
                .orElse("STREAM.INFO." + selector.name());
        try {
            Api.ask(world.connection(), asset, null, ASK_LIMIT);
        } catch (VerbFailedException e) {
            if (e.isError(ApiErrorCode.STREAM_NOT_FOUND) || e.isError(ApiErrorCode.CONSUMER_NOT_FOUND)) {
                throw new ServerException("there is no '" + selector + "': " + e.description());
            }
        }
    }

    private List<String> followers(NodeSelector selector) throws InterruptedException {
        if (alone()) {
            return List.of();
        }
        RaftGroup group = group(selector);
        return without(group.leader().orElseThrow(), List.copyOf(group.members()));
    }

    /** Waits until the group has a leader that runs, and all its members are known by name. */
    private RaftGroup group(NodeSelector selector) throws InterruptedException {
        while (true) {
            Optional<RaftGroup> group = faults.group(selector.name(), selector.consumer());
            if (group.flatMap(RaftGroup::leader).filter(this::leads).isPresent()
                    && names().containsAll(group.get().members())) { // a node that just started does not know all names
                return group.get();
            }
            if (group.isEmpty() && (passed(ABSENT_AFTER) || passed(limit) && !limit.isZero())) {
                throw absent(selector);
            }
            pause(selector);
        }
    }

    private ServerException absent(NodeSelector selector) {
        String stream = selector.name();
        List<String> streams = faults.streams();
        String problem = streams.contains(stream) && selector.consumer().isPresent()
                ? "the stream " + stream + " has no consumer "
                        + selector.consumer().get()
                : "no node has a stream " + stream + Nearest.hint(stream, streams);
        return new ServerException("there is no '" + selector + "': " + problem);
    }

    private String metaLeader(NodeSelector selector) throws InterruptedException {
        if (alone()) {
            return names().get(0);
        }
        while (true) {
            Optional<String> leader = faults.metaLeader();
            if (leader.filter(this::leads).isPresent()) {
                return leader.get();
            }
            pause(selector);
        }
    }

    /** Rejects a stopped or paused leader that the other nodes have not noticed yet. */
    private boolean leads(String node) {
        return faults.node(node).state().serves();
    }

    private void pause(NodeSelector selector) throws InterruptedException {
        if (passed(limit)) {
            throw VerbFailedException.of(
                    "timeout: there is no '" + selector + "': no leader that a majority of the nodes knows ("
                            + String.join(", ", states(names())) + ")",
                    Reason.TIMEOUT);
        }
        Retry.pause(world, POLL);
    }

    private boolean passed(Duration time) {
        return System.nanoTime() - start > time.toNanos();
    }

    private boolean alone() {
        return faults.nodes().size() == 1;
    }

    private List<String> names() {
        return faults.nodes().stream().map(NatsServer::name).toList();
    }

    private static List<String> without(String excluded, List<String> names) {
        return names.stream().filter(name -> !name.equals(excluded)).toList();
    }
}
