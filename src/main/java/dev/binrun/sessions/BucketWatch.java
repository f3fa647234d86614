package dev.binrun.sessions;

import dev.binrun.jetstream.ApiErrorCode;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.api.KeyValueOperation;
import io.nats.client.api.KeyValueWatchOption;
import io.nats.client.api.KeyValueWatcher;
import io.nats.client.impl.NatsKeyValueWatchSubscription;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the history of a bucket and then its changes, and keeps one pending change for each key.
 *
 * <p>Thousands of changes of one key cost no more than one. An invalid entry has no effect but one warning.
 */
final class BucketWatch<T> implements KeyValueWatcher, AutoCloseable {
    private static final Duration STALLED = Duration.ofSeconds(5);

    private final BucketFollower<T> follower;
    private final long warnedThrough;
    private final BusinessListener listener;
    private final Runnable signal;
    private final Map<String, String> refusedLast = new LinkedHashMap<>();
    private final Map<String, KeyChange<T>> pending = new LinkedHashMap<>();
    private Set<String> seen = new HashSet<>();
    private JetStreamManagement management;
    private NatsKeyValueWatchSubscription subscription;
    private long lastRevision;
    private long entries;
    private long arrived;
    private boolean historyRead;

    /**
     * Creates a watch that is not open.
     *
     * @param warnedThrough the revision up to which invalid entries were reported before
     * @param signal runs when changes can be taken
     */
    BucketWatch(BucketFollower<T> follower, long warnedThrough, BusinessListener listener, Runnable signal) {
        this.follower = follower;
        this.warnedThrough = warnedThrough;
        this.listener = listener;
        this.signal = signal;
    }

    /** Starts to read the bucket from its oldest entry. */
    void open(Connection nc) throws IOException, JetStreamApiException, InterruptedException {
        management = nc.jetStreamManagement();
        arrived = System.nanoTime();
        subscription = nc.keyValue(follower.bucket()).watchAll(this, KeyValueWatchOption.INCLUDE_HISTORY);
    }

    /** Returns whether the history is not complete, and no entry has arrived for 5 s. */
    synchronized boolean isStalled() {
        return !historyRead && System.nanoTime() - arrived > STALLED.toNanos();
    }

    /** Continues to read at a revision. */
    void goOnFrom(Connection nc, long revision) throws IOException, JetStreamApiException, InterruptedException {
        close();
        synchronized (this) {
            arrived = System.nanoTime();
            lastRevision = revision - 1;
        }
        subscription = nc.keyValue(follower.bucket()).watchAll(this, revision, KeyValueWatchOption.INCLUDE_HISTORY);
    }

    @Override
    public void watch(KeyValueEntry entry) {
        Optional<KeyChange<T>> change = changeBy(entry);
        synchronized (this) {
            lastRevision = entry.getRevision();
            entries++;
            arrived = System.nanoTime();
            if (seen != null && entry.getOperation() == KeyValueOperation.PUT) {
                seen.add(entry.getKey());
            }
            change.ifPresent(later -> pending.merge(later.key(), later, this::both));
        }
        signal.run();
    }

    @Override
    public void endOfData() {
        refusedLast.values().forEach(listener::warning);
        refusedLast.clear();
        synchronized (this) {
            historyRead = true;
        }
        signal.run();
    }

    /** Returns the changes since the last call, the oldest first; none before the whole history is read. */
    synchronized List<KeyChange<T>> take() {
        if (!historyRead) {
            return List.of();
        }
        List<KeyChange<T>> taken = new ArrayList<>(pending.values());
        pending.clear();
        return taken;
    }

    /** Returns the keys with a value once, when the whole history is read. */
    synchronized Optional<Set<String>> takeKeys() {
        if (!historyRead || seen == null) {
            return Optional.empty();
        }
        Set<String> keys = seen;
        seen = null;
        return Optional.of(keys);
    }

    /** Returns the number of entries that were read so far. */
    synchronized long entries() {
        return entries;
    }

    /** Returns the revision of the last entry that was read. */
    synchronized long lastRevision() {
        return lastRevision;
    }

    /** Returns whether the bucket contains a change that has not arrived yet. */
    boolean isBehind() throws IOException, JetStreamApiException {
        String bucket = follower.bucket();
        try {
            return management
                            .getLastMessage("KV_" + bucket, "$KV." + bucket + ".>")
                            .getSeq()
                    > lastRevision();
        } catch (JetStreamApiException e) {
            if (ApiErrorCode.NO_MESSAGE_FOUND.is(e) || ApiErrorCode.STREAM_NOT_FOUND.is(e)) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        if (subscription != null) {
            subscription.unsubscribe();
        }
    }

    private KeyChange<T> both(KeyChange<T> earlier, KeyChange<T> later) {
        return earlier.then(later, follower::after);
    }

    private Optional<KeyChange<T>> changeBy(KeyValueEntry entry) {
        String key = entry.getKey();
        long revision = entry.getRevision();
        refusedLast.remove(key);
        if (entry.getOperation() != KeyValueOperation.PUT) {
            return Optional.of(KeyChange.end(key, revision));
        }
        try {
            byte[] value = entry.getValue();
            return Optional.of(follower.read(
                            key,
                            value == null ? new byte[0] : value,
                            entry.getCreated().toInstant())
                    .map(wanted -> KeyChange.put(key, revision, wanted))
                    .orElseGet(() -> KeyChange.end(key, revision)));
        } catch (BadEntryException e) {
            if (revision > warnedThrough) {
                refused(key, Warnings.refused(follower.bucket(), key, revision, e.getMessage()));
            }
            return Optional.empty();
        }
    }

    /** In the history, only the last value of a key deserves a warning. */
    private void refused(String key, String warning) {
        if (historyRead) {
            listener.warning(warning);
        } else {
            refusedLast.put(key, warning);
        }
    }
}
