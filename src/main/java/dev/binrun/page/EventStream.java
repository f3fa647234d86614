package dev.binrun.page;

import dev.binrun.page.PageConnection.Use;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The events that one page receives: snapshots and the tail. Nothing queues up for a slow reader, because each event is
 * made when the one before it is written.
 */
final class EventStream {
    private final PageConnection connection;
    private final TailFilter filter;
    private final CountDownLatch closing;

    /** @param closing ends the stream */
    EventStream(PageConnection connection, TailFilter filter, CountDownLatch closing) {
        this.connection = connection;
        this.filter = filter;
        this.closing = closing;
    }

    /**
     * Writes events until the page closes or the system stops.
     *
     * @throws IOException if the page has gone
     */
    void write(OutputStream out) throws IOException, InterruptedException {
        send(out, "retry: 1000\n\n");
        try {
            writeEvents(out);
        } catch (RuntimeException e) {
            send(out, event("problem", PageJson.write(PageHandler.bug(e))));
        }
    }

    private void writeEvents(OutputStream out) throws IOException, InterruptedException {
        try (Use use = open(out);
                Tail tail = new Tail(use.nc(), filter)) {
            String last = "";
            do {
                String snapshot = use.snapshot();
                tail.follow(use.snapshots().subjectsOfStreams());
                if (!snapshot.equals(last)) {
                    last = snapshot;
                    send(out, event("snapshot", snapshot));
                }
                Optional<Tail.Sample> sample = tail.take();
                if (sample.isPresent()) {
                    send(out, event("tail", PageJson.write(sample.get())));
                }
            } while (use.isCurrent() && !closing.await(connection.pause().toMillis(), TimeUnit.MILLISECONDS));
        }
    }

    /** The page shows why there is no connection, and tries again. */
    private Use open(OutputStream out) throws IOException, InterruptedException {
        try {
            return connection.use();
        } catch (IOException e) {
            send(out, event("problem", PageJson.write(e.getMessage())));
            throw e;
        }
    }

    private static String event(String name, String json) {
        return "event: " + name + "\ndata: " + json + "\n\n";
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
