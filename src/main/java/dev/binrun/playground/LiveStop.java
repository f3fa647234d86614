package dev.binrun.playground;

import dev.binrun.jetstream.Connections;
import dev.binrun.server.NatsServer;
import dev.binrun.server.host.Polling;
import dev.binrun.server.host.ServerException;
import dev.binrun.sessions.BusinessLogic;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The stop of a live system: commands are acknowledged and positions written, then the server ends. */
final class LiveStop {
    private static final Polling POLLING = new Polling(Duration.ofMillis(5));
    private static final Duration ACKNOWLEDGED = Duration.ofMillis(500);
    private static final Duration WRITTEN = Duration.ofMillis(300);
    private static final Duration REPLY = Duration.ofSeconds(5);

    /** A server with tens of thousands of consumers writes the position of each. */
    private static final Duration SERVER_STOPS = Duration.ofSeconds(60);

    private static final boolean WINDOWS =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");

    private final LiveEnd end;
    private final Consumer<String> lines;
    private boolean clean = true;
    private List<String> counts = List.of();

    /**
     * Creates a stop that has not begun.
     *
     * @param end the reason for the stop, if the live system ends by itself
     * @param lines gets a warning if the stop is not clean
     */
    LiveStop(LiveEnd end, Consumer<String> lines) {
        this.end = end;
        this.lines = lines;
    }

    /** Stops the business logic; the connection to the server must still be open. */
    void stop(BusinessLogic logic, EventLines events, NatsServer server, Connection nc) throws InterruptedException {
        boolean serverReplies = false;
        if (end.isStoreGone() || end.isOutOfMemory() || !server.isAlive()) {
            clean = false;
        } else if (!replies(server, nc)) {
            notClean("the server does not answer");
        } else {
            serverReplies = true;
        }
        logic.close();
        if (serverReplies) {
            keepPositions(nc);
            awaitWritten(server, WRITTEN.minus(events.sinceLastArrival()));
        }
    }

    /** A part of the stop. */
    interface StopPart {
        /** Runs the part. */
        void run() throws InterruptedException;
    }

    /** Continues a server that a signal stopped, because such a server can neither store acknowledgements nor end. */
    void wake(NatsServer server) {
        attempt(server::wake);
    }

    /** Stops the server, or kills it after 60 s. */
    void stop(NatsServer server) {
        attempt(() -> {
            if (server.isAlive() && !WINDOWS && !server.stop(SERVER_STOPS)) {
                notClean("the server did not end within " + SERVER_STOPS.toSeconds() + " s and was killed");
            }
        });
        server.close();
    }

    /** Runs one part of the stop. A failure makes the stop unclean and does not keep the other parts from running. */
    void attempt(StopPart part) {
        try {
            part.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            notClean("the stop was interrupted");
        } catch (RuntimeException | Error e) {
            notClean(e);
        }
    }

    /** Notes that some work may not be written down, and warns with the first reason. */
    void notClean(String reason) {
        notClean(new ServerException(reason));
    }

    private void notClean(Throwable failure) {
        boolean known = !clean || end.isStoreGone() || end.isOutOfMemory();
        clean = false;
        if (!known) {
            lines.accept(Shutdown.sentence(failure));
        }
    }

    /** Returns whether everything that was worked is written down. */
    boolean isClean() {
        return clean;
    }

    /** Returns the numbers of messages in the streams, as lines for the mark of a clean stop. */
    List<String> counts() {
        return counts;
    }

    private static boolean replies(NatsServer server, Connection nc) throws InterruptedException {
        return POLLING.holds(REPLY, () -> nc.getStatus() == Connection.Status.CONNECTED || !server.isAlive())
                && Connections.replies(nc, REPLY);
    }

    private void keepPositions(Connection nc) throws InterruptedException {
        try {
            boolean allAcknowledged = POLLING.<IOException, JetStreamApiException>holds(
                    ACKNOWLEDGED, () -> CommandMirror.isAllAcknowledged(nc));
            CommandMirror.keepWorkedThrough(nc);
            counts = new StreamPositions(nc, lines).counts();
            if (!allAcknowledged) {
                lines.accept("commands that are not acknowledged yet are delivered again after the next start");
            }
        } catch (IOException | JetStreamApiException e) {
            notClean(e.getMessage());
        }
    }

    /**
     * A server writes acknowledgements up to 100 ms later, and forgets them if it is stopped before (2.14.0: of 16
     * consumers that were stopped within 30 ms, 11 forgot all). No API reports the write.
     */
    private static void awaitWritten(NatsServer server, Duration left) {
        if (!left.isNegative()) {
            LiveServer.exit(server)
                    .thenApply(ended -> true)
                    .completeOnTimeout(false, left.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        }
    }
}
