package dev.binrun.sessions;

import dev.binrun.jetstream.Connections;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Applies the entries of a bucket one by one, so that a failure affects only its own entry.
 *
 * <p>An entry that the server rejects stays rejected until it changes. After any other failure the entry is tried
 * again, after pauses that double up to 60 s.
 */
final class EntryAttempts {
    /** A server that is silent for longer counts as lost, so that everything is read again. */
    private static final Duration ANSWER = Duration.ofSeconds(15);

    private static final long FIRST_PAUSE = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofSeconds(60).toNanos();
    private static final int MOST_LOST_CONNECTIONS = 3;

    private final BusinessListener listener;
    private final Map<String, Failed> failed = new LinkedHashMap<>();
    private final Map<String, Integer> lostConnections = new HashMap<>();
    private final AtomicLong runs = new AtomicLong();

    EntryAttempts(BusinessListener listener) {
        this.listener = listener;
    }

    /** The requests that apply one entry. */
    interface EntryWork {
        /** Applies the entry. */
        void run() throws IOException, JetStreamApiException, BadEntryException;
    }

    /** A failure that is tried again. */
    private record Failed(String warning, EntryWork work, long pause, long due) {}

    /** Forgets all failures, before all entries are read and applied from the beginning. */
    void clear() {
        failed.clear();
    }

    /**
     * Applies an entry, and warns if that fails.
     *
     * @param id identifies all attempts at one entry
     * @param warning the text before the reason in a warning
     * @throws IOException if the connection is lost, so that no other entry can be applied either
     */
    void run(Connection nc, String id, String warning, EntryWork work) throws IOException {
        failed.remove(id);
        run(nc, id, new Failed(warning, work, FIRST_PAUSE, 0), true);
    }

    /** Tries again the entries that are due. */
    void runAgain(Connection nc) throws IOException {
        for (Map.Entry<String, Failed> entry : List.copyOf(failed.entrySet())) {
            if (entry.getValue().due() - System.nanoTime() <= 0) {
                failed.remove(entry.getKey());
                run(nc, entry.getKey(), entry.getValue(), false);
            }
        }
    }

    /** Returns whether an entry will be tried again. */
    boolean areOpen() {
        return !failed.isEmpty();
    }

    /** Returns the number of attempts so far. */
    long runs() {
        return runs.get();
    }

    private void run(Connection nc, String id, Failed attempt, boolean first) throws IOException {
        runs.incrementAndGet();
        String entry = id + " " + attempt.warning();
        if (lostConnections.getOrDefault(entry, 0) >= MOST_LOST_CONNECTIONS) {
            return;
        }
        try {
            attempt.work().run();
            lostConnections.remove(entry);
        } catch (JetStreamApiException e) {
            listener.warning(attempt.warning() + "the server replied: " + e.getMessage());
        } catch (BadEntryException e) {
            listener.warning(attempt.warning() + e.getMessage());
        } catch (IOException | RuntimeException e) {
            requireConnection(nc, entry, attempt, e);
            if (first) {
                listener.warning(attempt.warning() + e.getMessage() + "; trying again");
            }
            long pause = first ? attempt.pause() : Math.min(2 * attempt.pause(), LONGEST_PAUSE);
            failed.put(id, new Failed(attempt.warning(), attempt.work(), pause, System.nanoTime() + pause));
        }
    }

    /** An entry that loses the connection three times is skipped, so that the others are served. */
    private void requireConnection(Connection nc, String entry, Failed attempt, Exception failure) throws IOException {
        if (nc.getStatus() == Connection.Status.CONNECTED && Connections.replies(nc, ANSWER)) {
            return;
        }
        if (lostConnections.merge(entry, 1, Integer::sum) == MOST_LOST_CONNECTIONS) {
            listener.warning(attempt.warning() + "the connection was lost " + MOST_LOST_CONNECTIONS
                    + " times when it was applied: " + failure.getMessage());
        }
        throw failure instanceof IOException e ? e : new IOException(failure.getMessage(), failure);
    }
}
