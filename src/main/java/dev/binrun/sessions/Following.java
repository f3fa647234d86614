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
    private final Attempts attempts;
    private Connection connection;
    private volatile BucketWatch<T> watch;
    private long warnedThrough;
    private boolean settled;

    Following(Follower<T> follower, boolean watched, BusinessListener listener, Runnable signal) {
        this.follower = follower;
        this.watched = watched;
        this.listener = listener;
        this.signal = signal;
        this.arrivals = new Arrivals(follower, signal);
        this.attempts = new Attempts(listener);
    }

    /** Tells from now on of what arrives and nobody takes. */
    void tellUntaken(Dispatcher dispatcher) {
        arrivals.listen(dispatcher);
    }

    /** Forgets what it knows and reads the server's consumers and the bucket anew. */
    void begin(Connection nc) throws IOException, JetStreamApiException, InterruptedException {
        settled = false;
        connection = nc;
        attempts.clear();
        closeWatch();
        follower.load();
        if (watched) {
            watch = new BucketWatch<>(follower, warnedThrough, listener, signal);
            watch.open(nc);
        } else {
            settle(Set.of(), () -> false);
        }
    }

    /** Applies what has changed since the last call. */
    void step(BooleanSupplier stopping) throws IOException, JetStreamApiException {
        if (watch == null) {
            return;
        }
        apply(watch.take(), stopping);
        attempts.runAgain(connection);
        Optional<Set<String>> keys = watch.takeKeys();
        if (keys.isPresent()) {
            settle(keys.get(), stopping);
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

    /** A number that grows with each entry that is read or applied. */
    long progress() {
        BucketWatch<T> current = watch;
        return attempts.runs() + (current == null ? 0 : current.entries());
    }

    /** Returns whether a failed entry is to be tried again, which no signal tells. */
    boolean hasOpenAttempts() {
        return attempts.areOpen();
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
        String warning = Warnings.refused(follower.bucket(), change.key(), change.revision(), "");
        attempts.run(connection, change.key(), warning, () -> follower.apply(change));
    }

    private void settle(Set<String> keys, BooleanSupplier stopping) throws IOException {
        for (String name : follower.names()) {
            if (stopping.getAsBoolean()) {
                return;
            }
            String warning = Warnings.notServed(follower.bucket(), name, "");
            attempts.run(connection, "served: " + name, warning, () -> follower.settle(name, keys));
        }
        settled = true;
    }

    private void closeWatch() {
        if (watch != null) {
            warnedThrough = Math.max(warnedThrough, watch.lastRevision());
            watch.close();
            watch = null;
        }
    }
}
