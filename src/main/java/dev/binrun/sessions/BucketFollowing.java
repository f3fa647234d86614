package dev.binrun.sessions;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Keeps a follower in step with its bucket. Without a watched bucket, only the built-in entries are served. */
final class BucketFollowing<T> implements AutoCloseable {
    private final BucketFollower<T> follower;
    private final boolean watched;
    private final BusinessListener listener;
    private final Runnable signal;
    private final ArrivalWatch arrivals;
    private final EntryAttempts attempts;
    private final PurgeWatch purges;
    private Connection connection;
    private volatile BucketWatch<T> watch;
    private long warnedThrough;
    private volatile boolean loading;
    private boolean settled;
    private boolean damaged;

    /** @param damaged whether the bucket's store is damaged, so that a missing key may be a lost one */
    BucketFollowing(
            BucketFollower<T> follower, boolean watched, boolean damaged, BusinessListener listener, Runnable signal) {
        this.follower = follower;
        this.damaged = damaged;
        this.watched = watched;
        this.listener = listener;
        this.signal = signal;
        this.arrivals = new ArrivalWatch(follower, signal);
        this.purges = new PurgeWatch(signal);
        this.attempts = new EntryAttempts(listener);
    }

    /** Starts to report messages that no consumer takes, and to watch for purges of the bucket. */
    void reportUntaken(Dispatcher dispatcher) {
        arrivals.listen(dispatcher);
        purges.listen(dispatcher, follower.bucket());
    }

    /** Reads the server's consumers and the bucket from the beginning. */
    void begin(Connection nc) throws IOException, JetStreamApiException, InterruptedException {
        if (settled && watched && isBucketGone(nc)) {
            return; // everything stays as it is
        }
        settled = false;
        connection = nc;
        attempts.clear();
        closeWatch();
        loading = true;
        follower.load(watched ? BucketState.of(nc, follower.bucket()) : BucketState.UNWATCHED);
        loading = false;
        if (watched) {
            watch = new BucketWatch<>(follower, warnedThrough, listener, signal);
            watch.open(nc);
        } else {
            settle(Set.of(), () -> false);
        }
    }

    /** Applies the changes since the last call. */
    void step(BooleanSupplier stopping) throws IOException, JetStreamApiException, InterruptedException {
        if (watch == null) {
            return;
        }
        skipUnreadable();
        apply(watch.take(), stopping);
        attempts.runAgain(connection);
        followPurge(stopping);
        Optional<Set<String>> keys = watch.takeKeys();
        if (keys.isPresent()) {
            settle(keys.get(), stopping);
        }
        if (settled && arrivals.areOpen() && !watch.isBehind()) {
            apply(watch.take(), stopping);
            arrivals.report();
        }
    }

    /** Creates a consumer again if another client removed it. */
    void restore(String stream, String consumer) throws IOException, JetStreamApiException, InterruptedException {
        try {
            follower.restore(stream, consumer);
        } catch (BadEntryException e) {
            listener.warning("the consumer " + consumer + " on " + stream + " was removed: " + e.getMessage());
        }
    }

    /** Returns the number of entries that were read or applied so far. */
    long progress() {
        BucketWatch<T> current = watch;
        return attempts.runs() + (current == null ? 0 : current.entries());
    }

    /** Returns whether the server is listing its consumers, which takes a minute for 50,000 of them. */
    boolean isLoading() {
        return loading;
    }

    /** Returns whether work becomes due without a signal, after some time. */
    boolean waitsForTime() {
        return attempts.areOpen() || !settled || purges.areOpen();
    }

    /** Returns whether all consumers were in step with the bucket once since the last {@link #begin}. */
    boolean settled() {
        return settled;
    }

    @Override
    public void close() {
        closeWatch();
        follower.close();
    }

    private void apply(List<KeyChange<T>> changes, BooleanSupplier stopping) throws IOException {
        for (KeyChange<T> change : changes) {
            if (stopping.getAsBoolean()) {
                return;
            }
            apply(change);
        }
    }

    private void apply(KeyChange<T> change) throws IOException {
        String warning = Warnings.refused(follower.bucket(), change.key(), change.revision(), "");
        attempts.run(connection, change.key(), warning, () -> follower.apply(change));
    }

    private void settle(Set<String> keys, BooleanSupplier stopping) throws IOException {
        for (String name : follower.names()) {
            if (stopping.getAsBoolean()) {
                return;
            }
            String warning = Warnings.notServed(follower.bucket(), name, "");
            attempts.run(connection, "served: " + name, warning, () -> settle(name, keys));
        }
        settled = true;
    }

    private void settle(String name, Set<String> keys) throws IOException, JetStreamApiException, BadEntryException {
        if (!follower.has(name)) {
            return; // it ended with the entry whose consumer name it had
        }
        if (!follower.endsWithout(name, keys)) {
            follower.serve(name);
        } else if (follower.isLost(name) || damaged) {
            follower.keepWithoutEntry(name);
        } else {
            follower.end(name);
        }
    }

    /** A server stops delivering at a message that it cannot read, so that later changes never arrive. */
    private void skipUnreadable() throws IOException, JetStreamApiException, InterruptedException {
        if (!watch.isStalled()) {
            return;
        }
        long first = watch.lastRevision() + 1;
        long last = BucketState.of(connection, follower.bucket()).lastRevision();
        long next = first;
        while (next <= last && !isReadable(next)) {
            next++;
        }
        if (next == first && next <= last) {
            return; // the server is slow, and the next message is readable
        }
        damaged = true;
        listener.warning(Warnings.unreadable(follower.bucket(), first, next - 1));
        watch.goOnFrom(connection, next);
    }

    private boolean isReadable(long revision) throws IOException {
        try {
            connection.jetStreamManagement().getMessage("KV_" + follower.bucket(), revision);
            return true;
        } catch (JetStreamApiException e) {
            return false;
        }
    }

    private void followPurge(BooleanSupplier stopping) throws IOException, JetStreamApiException, InterruptedException {
        if (!settled || !purges.isDue() || isBucketGone(connection)) {
            return;
        }
        Set<String> keys = Set.copyOf(connection.keyValue(follower.bucket()).keys());
        for (String name : follower.names()) {
            if (!stopping.getAsBoolean() && follower.endsWithout(name, keys)) {
                String warning = Warnings.notServed(follower.bucket(), name, "");
                attempts.run(connection, "ended: " + name, warning, () -> follower.end(name));
            }
        }
    }

    private boolean isBucketGone(Connection nc) throws IOException, JetStreamApiException {
        return RemovalWatch.isGone(nc.jetStreamManagement(), "KV_" + follower.bucket());
    }

    private void closeWatch() {
        if (watch != null) {
            warnedThrough = Math.max(warnedThrough, watch.lastRevision());
            watch.close();
            watch = null;
        }
    }
}
