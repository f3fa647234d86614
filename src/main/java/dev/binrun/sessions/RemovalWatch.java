package dev.binrun.sessions;

import dev.binrun.jetstream.ApiErrorCode;
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
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Hears from the server which streams were removed, and which consumers of the streams that the business logic serves. */
final class RemovalWatch {
    /** The request itself: the server may end a stream before it has sent the advisory of its removal. */
    private static final String STREAM = "$JS.API.STREAM.DELETE.";

    private static final Duration REMOVAL = Duration.ofSeconds(1);
    private static final String CONSUMER = "$JS.EVENT.ADVISORY.CONSUMER.DELETED.";
    private static final String BUCKET = "KV_";
    private static final Set<String> STREAMS =
            Set.of(Topology.COMMAND, Topology.EVENT, Topology.MIRROR, Topology.MIGRATED);
    private static final Set<String> BUCKETS = Set.of(BUCKET + Topology.SESSIONS, BUCKET + Topology.COMMANDS);

    private final Runnable signal;
    private final Queue<RemovedAsset> heard = new ConcurrentLinkedQueue<>();

    RemovalWatch(Runnable signal) {
        this.signal = signal;
    }

    void listen(Dispatcher dispatcher) {
        dispatcher.subscribe(STREAM + "*", message -> hear(stream(message.getSubject())));
        dispatcher.subscribe(CONSUMER + Topology.EVENT + ".*", message -> hear(consumer(message.getSubject())));
        dispatcher.subscribe(CONSUMER + Topology.COMMAND + ".*", message -> hear(consumer(message.getSubject())));
    }

    /** What was removed since the last call. */
    List<RemovedAsset> take() {
        List<RemovedAsset> taken = new ArrayList<>();
        for (RemovedAsset each = heard.poll(); each != null; each = heard.poll()) {
            taken.add(each);
        }
        return taken;
    }

    /** What to say of a stream, which the business logic never removes itself; empty if it is not one of its own. */
    static Optional<String> warning(String stream) {
        if (BUCKETS.contains(stream)) {
            return Optional.of(
                    "the bucket " + stream.substring(BUCKET.length())
                            + " was removed: everything stays as it said last. End this and start it again to have an empty one");
        }
        return STREAMS.contains(stream)
                ? Optional.of(
                        "the stream " + stream + " was removed, and its consumers with it: nothing more comes from it."
                                + followedBy(stream) + " End this and start it again to have it made anew")
                : Optional.empty();
    }

    /** What mirrors or sources a stream goes on after the last sequence that it knows, also if the stream begins anew. */
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

    /** Whether the stream whose removal was asked for is gone. */
    static boolean awaitGone(JetStreamManagement management, String stream) {
        try {
            Awaitility.await()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .atMost(REMOVAL)
                    .until(() -> isGone(management, stream));
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    /** Returns whether the server has no such stream. */
    static boolean isGone(JetStreamManagement management, String stream) throws IOException, JetStreamApiException {
        try {
            management.getStreamInfo(stream);
            return false;
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() != ApiErrorCode.STREAM_NOT_FOUND) {
                throw e;
            }
            return true;
        }
    }

    private void hear(RemovedAsset removal) {
        heard.add(removal);
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
