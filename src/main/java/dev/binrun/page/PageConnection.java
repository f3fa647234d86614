package dev.binrun.page;

import io.nats.client.Connection;
import java.io.IOException;

/**
 * The connection of the pages to the server. It exists only while a page or a request uses it, so a page that nobody
 * looks at costs nothing.
 */
final class PageConnection implements AutoCloseable {
    private final PageSystem system;
    private int users;
    private boolean closed;
    private SharedLink link;

    PageConnection(PageSystem system) {
        this.system = system;
    }

    /** A connection, and what is read over it for all pages. */
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
            Connection nc = system.connect();
            SubjectCounts counts = new SubjectCounts();
            link = new SharedLink(nc, new Snapshots(nc, system, counts), new Watched(nc, counts::add));
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
