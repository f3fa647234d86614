package dev.binrun.jetstream;

import io.nats.client.Connection;
import io.nats.client.Consumer;
import io.nats.client.Dispatcher;
import io.nats.client.Subscription;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** What verbs do with a connection besides requests. */
public final class Connections {
    private static final Set<Connection.Status> LOST =
            Set.of(Connection.Status.DISCONNECTED, Connection.Status.RECONNECTING);

    private static final String NOT_TAKEN = "not all that was sent was taken";

    private static final Duration POLL = Duration.ofMillis(2);

    private Connections() {}

    /**
     * Waits for a connection that is lost to be there again.
     *
     * @throws VerbFailedException if it is not in time: nothing is sent then, neither now nor later
     */
    public static void awaitThere(Connection connection, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        Refusals refusals = Refusals.of(connection);
        while (isLost(connection.getStatus(), refusals)) {
            if (System.nanoTime() - deadline > 0) {
                throw VerbFailedException.notSent(
                        "connection: none within " + dev.binrun.form.Quantity.write(patience) + ", nothing was sent",
                        Reason.CONNECTION);
            }
            LockSupport.parkNanos(POLL.toNanos());
            if (Thread.currentThread().isInterrupted()) {
                throw VerbFailedException.notSent("connection: interrupted while waiting for it", Reason.CONNECTION);
            }
        }
    }

    /**
     * Subscribes without a limit of messages that wait to be taken: jnats drops all beyond 524,288 messages or 64 MiB.
     *
     * @throws IllegalArgumentException if the client library refuses the subject
     * @throws IllegalStateException if the connection is closed
     */
    public static Subscription subscribe(Connection connection, String subject) {
        return unlimited(connection.subscribe(subject));
    }

    /** Subscribes in a queue group, likewise without a limit. */
    public static Subscription subscribe(Connection connection, String subject, String queue) {
        return unlimited(connection.subscribe(subject, queue));
    }

    /** Returns a new dispatcher, likewise without a limit. */
    public static Dispatcher dispatcher(Connection connection) {
        return unlimited(connection.createDispatcher());
    }

    private static <T extends Consumer> T unlimited(T consumer) {
        consumer.setPendingLimits(0, 0);
        return consumer;
    }

    /** Until its subscriptions are there again, jnats may lose a ping that it is to send (NatsConnectionWriter.queueInternalMessage). */
    private static boolean isLost(Connection.Status status, Refusals refusals) {
        return LOST.contains(status) || status == Connection.Status.CONNECTED && !refusals.isThere();
    }

    /**
     * Waits until the server has all that was sent, and has taken it.
     *
     * @throws VerbFailedException if it does not confirm in time, or refused something
     */
    public static void flush(Connection connection, Duration patience) throws InterruptedException {
        Duration limit = patience.isZero() ? Duration.ofMillis(1) : patience;
        try {
            connection.flush(limit);
        } catch (TimeoutException | IllegalStateException e) {
            String why = e.getMessage() == null ? "" : e.getMessage();
            throw VerbFailedException.of(
                    "connection: the server did not confirm within " + dev.binrun.form.Quantity.write(limit)
                            + " what was sent" + told(lastError(connection), why),
                    Reason.CONNECTION);
        }
        String said = lastError(connection);
        if (connection.getStatus() != Connection.Status.CONNECTED) {
            throw VerbFailedException.of("connection: " + NOT_TAKEN + told(said, ""), Reason.CONNECTION);
        }
        if (Refusals.isDenial(said)) {
            throw VerbFailedException.said(said, "denied: " + NOT_TAKEN + told(said, ""), Reason.DENIED);
        }
        if (!said.isEmpty()) {
            throw VerbFailedException.said(said, "refused: " + NOT_TAKEN + told(said, ""));
        }
    }

    private static String lastError(Connection connection) {
        String error = connection.getLastError();
        connection.clearLastError();
        return error == null ? "" : error;
    }

    private static String told(String said, String otherwise) {
        String text = said.isEmpty() ? otherwise : "the server said: " + said;
        return text.isEmpty() ? "" : " (" + text + ")";
    }
}
