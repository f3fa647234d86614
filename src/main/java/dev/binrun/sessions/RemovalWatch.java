package dev.binrun.sessions;

import dev.binrun.jetstream.ApiErrorCode;
import dev.binrun.server.host.Polling;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Notices removals of streams, and of consumers on the streams of the business logic. */
final class RemovalWatch {
    /** The request, because the server may close a stream without an advisory. */
    private static final String STREAM = "$JS.API.STREAM.DELETE.";

    private static final Polling POLLING = new Polling(Duration.ofMillis(5));
    private static final Duration REMOVAL = Duration.ofSeconds(1);
    private static final String CONSUMER = "$JS.EVENT.ADVISORY.CONSUMER.DELETED.";
    private static final String BUCKET = "KV_";
    private static final Set<String> STREAMS =
            Set.of(Topology.COMMAND, Topology.EVENT, Topology.MIRROR, Topology.MIGRATED);
    private static final Set<String> BUCKETS = Set.of(BUCKET + Topology.SESSIONS, BUCKET + Topology.COMMANDS);

    private final Runnable signal;
    private final Queue<RemovedAsset> removals = new ConcurrentLinkedQueue<>();

    RemovalWatch(Runnable signal) {
        this.signal = signal;
    }

    /** Subscribes to removals. */
    void listen(Dispatcher dispatcher) {
        dispatcher.subscribe(STREAM + "*", message -> add(stream(message.getSubject())));
        dispatcher.subscribe(CONSUMER + Topology.EVENT + ".*", message -> add(consumer(message.getSubject())));
        dispatcher.subscribe(CONSUMER + Topology.COMMAND + ".*", message -> add(consumer(message.getSubject())));
    }

    /** Returns the removals since the last call. */
    List<RemovedAsset> take() {
        List<RemovedAsset> taken = new ArrayList<>();
        for (RemovedAsset removal = removals.poll(); removal != null; removal = removals.poll()) {
            taken.add(removal);
        }
        return taken;
    }

    /** Returns the warning about a removed stream; empty if the business logic does not use the stream. */
    static Optional<String> warning(String stream) {
        if (BUCKETS.contains(stream)) {
            return Optional.of(
                    "the bucket " + stream.substring(BUCKET.length())
                            + " was removed: all consumers stay as they are. Restart the live system to create an empty bucket");
        }
        return STREAMS.contains(stream)
                ? Optional.of(
                        "the stream " + stream + " was removed with its consumers: nothing more is delivered from it."
                                + followedBy(stream) + " Restart the live system to create it again")
                : Optional.empty();
    }

    /** A mirror or source continues after its last known sequence, even if its origin starts again at 1. */
    private static String followedBy(String stream) {
        return switch (stream) {
            case Topology.COMMAND -> followedBy(stream, Topology.MIRROR);
            case Topology.EVENT -> followedBy(stream, Topology.MIGRATED);
            default -> "";
        };
    }

    private static String followedBy(String stream, String follower) {
        return " Remove " + follower + " too, or it misses the first messages of a new " + stream + ".";
    }

    /** Waits up to 1 s until a stream is gone, and returns whether it is. */
    static boolean awaitGone(JetStreamManagement management, String stream)
            throws IOException, JetStreamApiException, InterruptedException {
        return POLLING.<IOException, JetStreamApiException>holds(REMOVAL, () -> isGone(management, stream));
    }

    /** Returns whether the server has no such stream. */
    static boolean isGone(JetStreamManagement management, String stream) throws IOException, JetStreamApiException {
        try {
            management.getStreamInfo(stream);
            return false;
        } catch (JetStreamApiException e) {
            if (!ApiErrorCode.STREAM_NOT_FOUND.is(e)) {
                throw e;
            }
            return true;
        }
    }

    private void add(RemovedAsset removal) {
        removals.add(removal);
        signal.run();
    }

    private static RemovedAsset stream(String advisory) {
        return new RemovedAsset(advisory.substring(STREAM.length()), Optional.empty());
    }

    private static RemovedAsset consumer(String advisory) {
        String[] names = advisory.substring(CONSUMER.length()).split("\\.");
        return new RemovedAsset(names[0], Optional.of(names[1]));
    }
}
