package dev.binrun.sessions;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** A follower and its bucket; without a watched bucket the follower serves only what is always there. */
final class Following<T> implements AutoCloseable {
    private final Follower<T> follower;
    private final boolean watched;
    private final BusinessListener listener;
    private final Runnable signal;
    private final Arrivals arrivals;
    private BucketWatch<T> watch;
    private long warnedThrough;
    private boolean settled;

    Following(Follower<T> follower, boolean watched, BusinessListener listener, Runnable signal) {
        this.follower = follower;
        this.watched = watched;
        this.listener = listener;
        this.signal = signal;
        this.arrivals = new Arrivals(follower, signal);
    }

    /** Tells from now on of what arrives and nobody takes. */
    void tellUntaken(Dispatcher dispatcher) {
        arrivals.listen(dispatcher);
    }

    /** Forgets what it knows and reads the server's consumers and the bucket anew. */
    void begin(Connection nc) throws IOException, JetStreamApiException, InterruptedException {
        settled = false;
        closeWatch();
        follower.load();
        warnedThrough = Math.max(warnedThrough, follower.loadedThrough());
        if (watched) {
            watch = new BucketWatch<>(follower, warnedThrough, listener, signal);
            watch.open(nc);
        } else {
            follower.settle(Set.of());
            settled = true;
        }
    }

    /** Applies what has changed since the last call. */
    void step(BooleanSupplier stopping) throws IOException, JetStreamApiException {
        if (watch == null) {
            return;
        }
        apply(watch.take(), stopping);
        Optional<Set<String>> keys = watch.takeKeys();
        if (keys.isPresent()) {
            follower.settle(keys.get());
            settled = true;
        }
        if (settled && arrivals.areOpen() && !watch.isBehind()) {
            apply(watch.take(), stopping);
            arrivals.tell();
        }
    }

    /** Makes a consumer again that somebody else removed. */
    void restore(String stream, String consumer) throws IOException, JetStreamApiException {
        try {
            follower.restore(stream, consumer);
        } catch (BadEntryException e) {
            listener.warning("the consumer " + consumer + " on " + stream + " was removed: " + e.getMessage());
        }
    }

    /** Whether everything was as the bucket said once since the last beginning. */
    boolean settled() {
        return settled;
    }

    @Override
    public void close() {
        closeWatch();
        follower.close();
    }

    private void apply(List<Change<T>> changes, BooleanSupplier stopping) throws IOException {
        for (Change<T> change : changes) {
            if (stopping.getAsBoolean()) {
                return;
            }
            apply(change);
        }
    }

    private void apply(Change<T> change) throws IOException {
        try {
            follower.apply(change);
        } catch (JetStreamApiException e) {
            warn(change, "the server says: " + e.getMessage());
        } catch (BadEntryException e) {
            warn(change, e.getMessage());
        }
    }

    private void warn(Change<T> change, String reason) {
        listener.warning(Warnings.refused(follower.bucket(), change.key(), change.revision(), reason));
    }

    private void closeWatch() {
        if (watch != null) {
            warnedThrough = Math.max(warnedThrough, watch.lastRevision());
            watch.close();
            watch = null;
        }
    }
}
