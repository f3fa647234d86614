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

    /** Tells from now on of what arrives and nobody takes. */
    void tellUntaken(Dispatcher dispatcher) {
        arrivals.listen(dispatcher);
        purges.listen(dispatcher, follower.bucket());
    }

    /** Forgets what it knows and reads the server's consumers and the bucket anew. */
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

    /** Applies what has changed since the last call. */
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

    /** Returns whether the consumers are being listed, which takes the server a minute for 50,000. */
    boolean isLoading() {
        return loading;
    }

    /** Returns whether something is to be done after a time, which no signal tells. */
    boolean waitsForTime() {
        return attempts.areOpen() || !settled || purges.areOpen();
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
            return; // ended with another, whose place it had
        }
        if (!follower.endsWithout(name, keys)) {
            follower.serve(name);
        } else if (follower.isLost(name) || damaged) {
            follower.keepWithoutEntry(name);
        } else {
            follower.end(name);
        }
    }

    /** A server delivers nothing after a message that it cannot read, not even later changes. */
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
            return; // the server is slow, and its store is not damaged there
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
