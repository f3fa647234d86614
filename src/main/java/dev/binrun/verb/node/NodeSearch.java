package dev.binrun.verb.node;

import dev.binrun.form.Nearest;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.ApiErrorCode;
import dev.binrun.jetstream.Reason;
import dev.binrun.jetstream.Retry;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerState;
import dev.binrun.server.cluster.NatsCluster;
import dev.binrun.server.cluster.RaftGroup;
import dev.binrun.server.host.ServerException;
import dev.binrun.verb.World;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds the node that a verb means. Who leads, the nodes' own monitoring says, and most of those that have a replica must agree: so it
 * is known also where clients are cut off.
 */
public final class NodeSearch {
    /** How long a leader is waited for where the verb does not say: an election after a kill takes 4 to 10 s. */
    public static final Duration LIMIT = Duration.ofSeconds(20);

    /** A replica may be made a moment after its stream was answered. */
    private static final Duration UNHEARD_OF = Duration.ofSeconds(2);

    private static final Duration POLL = Duration.ofMillis(20);

    private static final Duration ASK_LIMIT = Duration.ofSeconds(1);

    private final World world;
    private final NatsCluster cluster;
    private final long start = System.nanoTime();
    private final Duration limit;

    private NodeSearch(World world, Duration limit) {
        this.world = world;
        this.cluster = world.cluster();
        this.limit = limit.compareTo(world.stepLeft()) < 0 ? limit : world.stepLeft();
    }

    /**
     * The node that is meant.
     *
     * @param fit where one of several is chosen, only such
     * @param limit how long a leader is waited for, if the step has so long
     * @throws VerbFailedException if there is no leader in time
     * @throws ServerException if there is no such node
     */
    public static NatsServer find(WhichNode which, World world, Predicate<NatsServer> fit, Duration limit)
            throws InterruptedException {
        return new NodeSearch(world, limit).find(which, fit);
    }

    private NatsServer find(WhichNode which, Predicate<NatsServer> fit) throws InterruptedException {
        return switch (which.by()) {
            case NAME -> cluster.node(which.name());
            case ANY -> choose(which, names(), fit);
            case LEADER -> cluster.node(leader(which));
            case FOLLOWER -> choose(which, followers(which), fit);
            case META_LEADER -> cluster.node(metaLeader(which));
            case META_FOLLOWER -> choose(which, without(metaLeader(which), names()), fit);
        };
    }

    /** One of them, by the seed: the same in every run. */
    private NatsServer choose(WhichNode which, List<String> names, Predicate<NatsServer> fit) {
        List<NatsServer> nodes =
                names.stream().sorted().map(cluster::node).filter(fit).toList();
        if (nodes.isEmpty()) {
            throw new ServerException("'" + which + "' is no node that this can be done to: "
                    + (names.isEmpty() ? nobody(which) : String.join(", ", states(names))));
        }
        return nodes.get(world.random().nextInt(nodes.size()));
    }

    private String nobody(WhichNode which) {
        return alone() || which.name().isEmpty()
                ? "there is one server only"
                : which.name() + " has one replica only (num_replicas)";
    }

    private List<String> states(List<String> names) {
        return names.stream()
                .map(name -> name + " is " + cluster.node(name).state())
                .toList();
    }

    private String leader(WhichNode which) throws InterruptedException {
        if (alone()) {
            mustBeThere(which);
            return names().get(0);
        }
        return group(which).leader().orElseThrow();
    }

    /** A server by itself has no group to ask for: where it runs, and says that there is no such stream or consumer, nobody leads it. */
    private void mustBeThere(WhichNode which) throws InterruptedException {
        if (!leads(names().get(0))) {
            return;
        }
        String asset = which.consumer()
                .map(consumer -> "CONSUMER.INFO." + which.name() + "." + consumer)
                .orElse("STREAM.INFO." + which.name());
        try {
            Api.ask(world.connection(), asset, null, ASK_LIMIT);
        } catch (VerbFailedException e) {
            if (e.isError(ApiErrorCode.STREAM_NOT_FOUND) || e.isError(ApiErrorCode.CONSUMER_NOT_FOUND)) {
                throw new ServerException("there is no '" + which + "': " + e.description());
            }
        }
    }

    private List<String> followers(WhichNode which) throws InterruptedException {
        if (alone()) {
            return List.of();
        }
        RaftGroup group = group(which);
        return without(group.leader().orElseThrow(), List.copyOf(group.members()));
    }

    /** The group, as soon as it has a leader. */
    private RaftGroup group(WhichNode which) throws InterruptedException {
        while (true) {
            Optional<RaftGroup> group = cluster.group(which.name(), which.consumer());
            if (group.flatMap(RaftGroup::leader).filter(this::leads).isPresent()
                    && names().containsAll(
                                    group.get().members())) { // a server that has just begun does not know all names
                return group.get();
            }
            if (group.isEmpty() && (passed(UNHEARD_OF) || passed(limit) && !limit.isZero())) {
                throw unheardOf(which);
            }
            pause(which);
        }
    }

    private ServerException unheardOf(WhichNode which) {
        String stream = which.name();
        List<String> streams = cluster.streams();
        String what = streams.contains(stream) && which.consumer().isPresent()
                ? "the stream " + stream + " has no consumer "
                        + which.consumer().get()
                : "no node has a stream " + stream + Nearest.hint(stream, streams);
        return new ServerException("there is no '" + which + "': " + what);
    }

    private String metaLeader(WhichNode which) throws InterruptedException {
        if (alone()) {
            return names().get(0);
        }
        while (true) {
            Optional<String> leader = cluster.metaLeader();
            if (leader.filter(this::leads).isPresent()) {
                return leader.get();
            }
            pause(which);
        }
    }

    /** One that is stopped or paused leads nothing any more, also while the others have not noticed. */
    private boolean leads(String node) {
        ServerState state = cluster.node(node).state();
        return state == ServerState.RUNNING || state == ServerState.LAME_DUCK;
    }

    private void pause(WhichNode which) throws InterruptedException {
        if (passed(limit)) {
            throw VerbFailedException.of(
                    "timeout: there is no '" + which + "': no leader that most nodes know ("
                            + String.join(", ", states(names())) + ")",
                    Reason.TIMEOUT);
        }
        Retry.pause(world, POLL);
    }

    private boolean passed(Duration time) {
        return System.nanoTime() - start > time.toNanos();
    }

    private boolean alone() {
        return cluster.nodes().size() == 1;
    }

    private List<String> names() {
        return cluster.nodes().stream().map(NatsServer::name).toList();
    }

    private static List<String> without(String one, List<String> names) {
        return names.stream().filter(name -> !name.equals(one)).toList();
    }
}
