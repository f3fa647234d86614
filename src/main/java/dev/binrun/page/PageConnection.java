package dev.binrun.page;

import io.nats.client.Connection;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The connection of the pages to the server. It exists only while a page or a request uses it, so a page without a
 * browser costs nothing. When the system has another server, a new use has a new connection.
 */
final class PageConnection implements AutoCloseable {
    private static final int PAUSES_OF_SNAPSHOT = 4;

    private final PageSystem system;
    private final Duration pause;
    private final Map<SharedLink, Integer> users = new HashMap<>();
    private boolean closed;

    PageConnection(PageSystem system, Duration pause) {
        this.system = system;
        this.pause = pause;
    }

    /** Returns the time between two events of a page. */
    Duration pause() {
        return pause;
    }

    /** A connection to a server with the figures that all pages share. */
    private record SharedLink(String url, Connection nc, Snapshots snapshots, Watched counting) {}

    /** A use of the connection. */
    final class Use implements AutoCloseable {
        private final SharedLink used;

        private Use(SharedLink used) {
            this.used = used;
        }

        Connection nc() {
            return used.nc;
        }

        /** Returns the state of the server as JSON. */
        String snapshot() throws InterruptedException {
            String snapshot = used.snapshots.current();
            used.counting.follow(used.snapshots.subjectsOfStreams());
            return snapshot;
        }

        /** Returns whether the connection is still to the system's server. */
        boolean isCurrent() {
            return used.url.equals(system.url());
        }

        Snapshots snapshots() {
            return used.snapshots;
        }

        @Override
        public void close() {
            release(used);
        }
    }

    /**
     * Begins a use, which the caller must close.
     *
     * @throws IOException if the server cannot be reached
     */
    synchronized Use use() throws IOException, InterruptedException {
        if (closed) {
            throw new IOException("the page is being closed");
        }
        String url = system.url();
        Optional<SharedLink> open =
                users.keySet().stream().filter(link -> link.url.equals(url)).findFirst();
        SharedLink link = open.isPresent() ? open.get() : connect(url);
        users.merge(link, 1, Integer::sum);
        return new Use(link);
    }

    /** Ends all uses. */
    @Override
    public synchronized void close() {
        closed = true;
        users.keySet().forEach(PageConnection::disconnect);
        users.clear();
    }

    private SharedLink connect(String url) throws IOException, InterruptedException {
        Connection nc;
        try {
            nc = system.connect();
        } catch (IOException e) {
            throw new IOException("the page has no connection to the server: " + e.getMessage(), e);
        }
        SubjectCounts counts = new SubjectCounts();
        Snapshots snapshots = new Snapshots(nc, system, counts, pause.multipliedBy(PAUSES_OF_SNAPSHOT));
        return new SharedLink(url, nc, snapshots, new Watched(nc, counts::add));
    }

    private synchronized void release(SharedLink link) {
        if (users.containsKey(link) && users.merge(link, -1, Integer::sum) == 0) {
            users.remove(link);
            disconnect(link);
        }
    }

    private static void disconnect(SharedLink link) {
        try {
            link.nc.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
