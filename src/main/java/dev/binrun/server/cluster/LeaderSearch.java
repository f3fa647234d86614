package dev.binrun.server.cluster;

import com.google.gson.JsonObject;
import dev.binrun.form.JsonFields;
import dev.binrun.form.Nearest;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ReadyProbe;
import dev.binrun.server.ServerState;
import dev.binrun.server.host.Polling;
import dev.binrun.server.host.ServerException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * Finds the leader of a stream or consumer, and makes it step down.
 *
 * @param consumer empty for the stream itself
 */
record LeaderSearch(NatsCluster cluster, String stream, Optional<String> consumer) {
    /** An election after a kill takes 4 to 10 s. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** The time that a group may be missing, because nodes create replicas after the reply to the request. */
    private static final Duration ABSENT_AFTER = Duration.ofSeconds(2);

    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(5);

    private static final Polling POLLING = new Polling(Duration.ofMillis(10));

    /**
     * Waits until a majority of the nodes names a leader that runs, and returns it. A single server always leads.
     *
     * @throws ServerException if the stream or consumer does not exist, or has no leader in time
     */
    NatsServer find() {
        if (cluster.isCluster()) {
            return await("a leader that runs", leader -> true);
        }
        NatsServer single = cluster.nodes().get(0);
        if (single.state() == ServerState.RUNNING && single.repliesToAnyone()) {
            String info =
                    consumer.map(name -> "CONSUMER.INFO." + stream + "." + name).orElse("STREAM.INFO." + stream);
            request(single, info).ifPresent(error -> {
                throw new ServerException(name() + " has no leader: " + error);
            });
        }
        return single;
    }

    /**
     * Makes the leader step down, waits until another node leads, and returns it.
     *
     * @throws ServerException if the server rejects the request, or no other node leads in time
     */
    NatsServer stepDown() {
        NatsServer leader = find();
        if (!leader.repliesToAnyone()) {
            throw new ServerException(name() + " cannot step down: the cluster requires credentials; send the request"
                    + " $JS.API." + stepDownSubject() + " on a connection that has them");
        }
        request(leader, stepDownSubject()).ifPresent(error -> {
            throw new ServerException("the leader of " + name() + " did not step down: " + error);
        });
        return await("a leader other than " + leader.name(), other -> other != leader);
    }

    private String stepDownSubject() {
        return consumer.map(name -> "CONSUMER.LEADER.STEPDOWN." + stream + "." + name)
                .orElse("STREAM.LEADER.STEPDOWN." + stream);
    }

    private NatsServer await(String wanted, Predicate<NatsServer> condition) {
        long start = System.nanoTime();
        AtomicReference<NatsServer> found = new AtomicReference<>();
        Optional<String> reason = POLLING.until(start + LIMIT.toNanos(), () -> {
            Optional<RaftGroup> group = cluster.group(stream, consumer);
            if (group.isEmpty() && System.nanoTime() - start > ABSENT_AFTER.toNanos()) {
                throw absent();
            }
            group.flatMap(RaftGroup::leader)
                    .map(cluster::node)
                    .filter(node -> node.state().serves()) // the others name a lost leader until they notice
                    .filter(condition)
                    .ifPresent(found::set);
            return found.get() == null ? Optional.of(states()) : Optional.empty();
        });
        if (reason.isPresent()) {
            throw new ServerException(name() + " does not have " + wanted + " within " + LIMIT.toSeconds() + "s ("
                    + reason.get() + "); start stopped nodes, and heal the network");
        }
        return found.get();
    }

    private ServerException absent() {
        List<String> streams = cluster.streams();
        return new ServerException(
                consumer.isPresent() && streams.contains(stream)
                        ? "the stream " + stream + " has no consumer " + consumer.get()
                        : "no node has a stream " + stream + Nearest.hint(stream, streams));
    }

    private String states() {
        return String.join(
                ", ",
                cluster.nodes().stream()
                        .map(node -> node.name() + " is " + node.state())
                        .toList());
    }

    private String name() {
        return consumer.map(name -> "the consumer " + name + " of " + stream).orElse("the stream " + stream);
    }

    /** Sends a request of the JetStream API, and returns the error of the reply. */
    private static Optional<String> request(NatsServer node, String subject) {
        try (ReadyProbe probe = new ReadyProbe(REQUEST_LIMIT)) {
            probe.connect(node.address(), false);
            probe.sendHello();
            JsonObject reply = probe.request("$JS.API." + subject, "");
            return JsonFields.nonEmpty(JsonFields.object(reply, "error"), "description");
        } catch (IOException e) {
            return Optional.of(node.name() + " did not reply to $JS.API." + subject + ": " + e.getMessage());
        }
    }
}
