package dev.binrun.jetstream;

import dev.binrun.form.Quantity;
import dev.binrun.server.host.Polling;
import io.nats.client.Connection;
import io.nats.client.Consumer;
import io.nats.client.Dispatcher;
import io.nats.client.Subscription;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** Operations on connections other than requests. */
public final class Connections {
    private static final Set<Connection.Status> LOST =
            Set.of(Connection.Status.DISCONNECTED, Connection.Status.RECONNECTING);

    private static final String NOT_TAKEN = "the server did not take all sent messages";

    private static final Polling POLLING = new Polling(Duration.ofMillis(2));

    private Connections() {}

    /**
     * Waits until a lost connection is restored; returns at once if it is not lost.
     *
     * @throws VerbFailedException if it is not restored in time; nothing is sent then, now or later
     */
    public static void awaitRestored(Connection connection, Duration patience) {
        Refusals refusals = Refusals.of(connection);
        try {
            if (!POLLING.holds(patience, () -> !isLost(connection.getStatus(), refusals))) {
                throw VerbFailedException.notSent(
                        "connection: not restored within " + Quantity.write(patience) + ", nothing was sent",
                        Reason.CONNECTION);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw VerbFailedException.notSent(
                    "connection: interrupted while waiting for the connection", Reason.CONNECTION);
        }
    }

    /**
     * Subscribes without a limit of pending messages: by default jnats drops messages beyond 524,288 or 64 MiB.
     *
     * @throws IllegalArgumentException if the client library refuses the subject
     * @throws IllegalStateException if the connection is closed
     */
    public static Subscription subscribe(Connection connection, String subject) {
        return unlimited(connection.subscribe(subject));
    }

    /**
     * Subscribes in a queue group, without a limit of pending messages.
     *
     * @throws IllegalArgumentException if the client library refuses the subject or the group
     * @throws IllegalStateException if the connection is closed
     */
    public static Subscription subscribe(Connection connection, String subject, String queue) {
        return unlimited(connection.subscribe(subject, queue));
    }

    /** Returns a new dispatcher without a limit of pending messages. */
    public static Dispatcher dispatcher(Connection connection) {
        return unlimited(connection.createDispatcher());
    }

    private static <T extends Consumer> T unlimited(T consumer) {
        consumer.setPendingLimits(0, 0);
        return consumer;
    }

    /**
     * Until its subscriptions are restored, jnats may lose a ping that it should send
     * (NatsConnectionWriter.queueInternalMessage).
     */
    private static boolean isLost(Connection.Status status, Refusals refusals) {
        return LOST.contains(status) || status == Connection.Status.CONNECTED && !refusals.isRestored();
    }

    /** Returns whether the server replies to a ping within a limit. */
    public static boolean replies(Connection connection, Duration limit) {
        try {
            connection.flush(limit);
            return true;
        } catch (TimeoutException | IllegalStateException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Waits until the server has processed everything that was sent.
     *
     * @throws VerbFailedException if the server does not confirm in time, or rejected something
     */
    public static void flush(Connection connection, Duration patience) throws InterruptedException {
        Duration limit = patience.isZero() ? Duration.ofMillis(1) : patience;
        try {
            connection.flush(limit);
        } catch (TimeoutException | IllegalStateException e) {
            String why = e.getMessage() == null ? "" : e.getMessage();
            throw VerbFailedException.of(
                    "connection: the server did not confirm the sent messages within " + Quantity.write(limit)
                            + inParentheses(lastError(connection), why),
                    Reason.CONNECTION);
        }
        String error = lastError(connection);
        if (connection.getStatus() != Connection.Status.CONNECTED) {
            throw VerbFailedException.of("connection: " + NOT_TAKEN + inParentheses(error, ""), Reason.CONNECTION);
        }
        if (Refusals.isDenial(error)) {
            throw VerbFailedException.said(error, "denied: " + NOT_TAKEN + inParentheses(error, ""), Reason.DENIED);
        }
        if (!error.isEmpty()) {
            throw VerbFailedException.said(error, "refused: " + NOT_TAKEN + inParentheses(error, ""));
        }
    }

    private static String lastError(Connection connection) {
        String error = connection.getLastError();
        connection.clearLastError();
        return error == null ? "" : error;
    }

    private static String inParentheses(String serverError, String otherwise) {
        String text = serverError.isEmpty() ? otherwise : "the server's error: " + serverError;
        return text.isEmpty() ? "" : " (" + text + ")";
    }

    /**
     * Returns whether jnats started a thread of a connection that was closed at the same moment, which fails that
     * attempt to connect and nothing else.
     */
    public static boolean isClosingRace(Throwable failure) {
        // NatsConnection.tryToConnect and closeSocket of jnats 2.26.2 share dataPortFuture without a lock
        StackTraceElement[] frames = failure.getStackTrace();
        return failure instanceof NullPointerException
                && frames.length > 0
                && frames[0].getMethodName().equals("run")
                && frames[0].getClassName().matches("io\\.nats\\.client\\.impl\\.NatsConnection(Reader|Writer)");
    }
}
