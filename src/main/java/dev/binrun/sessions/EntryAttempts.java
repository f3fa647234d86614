package dev.binrun.sessions;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Applies entries of a bucket one by one, so that a failure harms its own entry only.
 *
 * <p>What the server refuses stays refused until the entry changes. Any other failure is tried again, less and less often.
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

    /** The requests that one entry takes. */
    interface EntryWork {
        void run() throws IOException, JetStreamApiException, BadEntryException;
    }

    /** A failure that is tried again. */
    private record Failed(String warning, EntryWork work, long pause, long due) {}

    /** Forgets the failures, because everything is read and applied from the beginning. */
    void clear() {
        failed.clear();
    }

    /**
     * Does the work, and warns if it fails.
     *
     * @param id the same for all attempts at one key
     * @param warning the text before the reason
     * @throws IOException if the connection is lost, so that no other entry can be applied either
     */
    void run(Connection nc, String id, String warning, EntryWork work) throws IOException {
        failed.remove(id);
        run(nc, id, new Failed(warning, work, FIRST_PAUSE, 0), true);
    }

    /** Tries again what is due. */
    void runAgain(Connection nc) throws IOException {
        for (Map.Entry<String, Failed> each : List.copyOf(failed.entrySet())) {
            if (each.getValue().due() - System.nanoTime() <= 0) {
                failed.remove(each.getKey());
                run(nc, each.getKey(), each.getValue(), false);
            }
        }
    }

    /** Returns whether something is to be tried again. */
    boolean areOpen() {
        return !failed.isEmpty();
    }

    /** The number of entries that were applied so far. */
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
            listener.warning(attempt.warning() + "the server says: " + e.getMessage());
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

    /** An entry at which the connection is lost again and again is left out, so that the others are served. */
    private void requireConnection(Connection nc, String entry, Failed attempt, Exception failure) throws IOException {
        if (answers(nc)) {
            return;
        }
        if (lostConnections.merge(entry, 1, Integer::sum) == MOST_LOST_CONNECTIONS) {
            listener.warning(attempt.warning() + "the connection was lost " + MOST_LOST_CONNECTIONS
                    + " times when it was applied: " + failure.getMessage());
        }
        throw failure instanceof IOException e ? e : new IOException(failure.getMessage(), failure);
    }

    private static boolean answers(Connection nc) {
        if (nc.getStatus() != Connection.Status.CONNECTED) {
            return false;
        }
        try {
            nc.flush(ANSWER);
            return true;
        } catch (TimeoutException | IllegalStateException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
