package dev.binrun.page;

import io.nats.client.Connection;
import java.io.IOException;
import java.time.Duration;

/**
 * The connection of the pages to the server. It exists only while a page or a request uses it, so a page without a
 * browser costs nothing.
 */
final class PageConnection implements AutoCloseable {
    private static final int PAUSES_OF_SNAPSHOT = 4;

    private final PageSystem system;
    private final Duration pause;
    private int users;
    private boolean closed;
    private SharedLink link;

    PageConnection(PageSystem system, Duration pause) {
        this.system = system;
        this.pause = pause;
    }

    /** Returns the time between two events of a page. */
    Duration pause() {
        return pause;
    }

    /** A connection with the figures that all pages share. */
    private record SharedLink(Connection nc, Snapshots snapshots, Watched counting) {}

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

        Snapshots snapshots() {
            return used.snapshots;
        }

        @Override
        public void close() {
            release();
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
        if (link == null) {
            Connection nc = connect();
            SubjectCounts counts = new SubjectCounts();
            link = new SharedLink(
                    nc,
                    new Snapshots(nc, system, counts, pause.multipliedBy(PAUSES_OF_SNAPSHOT)),
                    new Watched(nc, counts::add));
        }
        users++;
        return new Use(link);
    }

    /** Ends all uses. */
    @Override
    public synchronized void close() {
        closed = true;
        disconnect();
    }

    private Connection connect() throws IOException, InterruptedException {
        try {
            return system.connect();
        } catch (IOException e) {
            throw new IOException("the page has no connection to the server: " + e.getMessage(), e);
        }
    }

    private synchronized void release() {
        users--;
        if (users == 0) {
            disconnect();
        }
    }

    private void disconnect() {
        if (link == null) {
            return;
        }
        try {
            link.nc.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        link = null;
    }
}
