package dev.binrun.verb.consumer;

import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.Connections;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * What arrives over one subscription, until it is ended; then still what has arrived by then. Who takes it is who unsubscribes:
 * a message that is being taken while another thread unsubscribes, or drains, is lost (jnats, NatsSubscription.nextMessage).
 */
final class SubscriptionQueue {
    /** How long the server may take to say that all that it had sent has arrived. */
    private static final Duration ENDING = Duration.ofSeconds(1);

    /** How often who waits looks whether all has arrived. */
    private static final Duration LOOK = Duration.ofMillis(20);

    private final Connection connection;
    private final Subscription subscription;
    private volatile boolean ending;
    private volatile boolean allArrived;
    private volatile boolean ended;

    private SubscriptionQueue(Connection connection, Subscription subscription) {
        this.connection = connection;
        this.subscription = subscription;
    }

    /** Of a subject, beside others of the same queue group if there is one. */
    static SubscriptionQueue on(Connection connection, String subject, Optional<String> queue) {
        try {
            return new SubscriptionQueue(
                    connection,
                    queue.isPresent()
                            ? Connections.subscribe(connection, subject, queue.get())
                            : Connections.subscribe(connection, subject));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw Api.unsendable(subject, e);
        }
    }

    /** The next message or status; empty if none came in that time, or none comes any more. */
    Optional<Message> next(Duration wait) throws InterruptedException {
        long until = System.nanoTime() + wait.toNanos();
        try {
            while (true) {
                boolean last = allArrived;
                long left = until - System.nanoTime();
                long most = last ? 1 : Math.max(1, Math.min(left, LOOK.toNanos()));
                Message message = subscription.nextMessage(Duration.ofNanos(most));
                if (message != null || left <= 0 && !last) {
                    return Optional.ofNullable(message);
                }
                if (last) {
                    close();
                    return Optional.empty();
                }
            }
        } catch (IllegalStateException over) { // unsubscribed, or the connection is closed
            ending = true;
            ended = true;
            return Optional.empty();
        }
    }

    /** Whether it is being ended: nothing new should be asked for. */
    boolean ending() {
        return ending;
    }

    /** Whether nothing comes any more. */
    boolean ended() {
        return ended;
    }

    /** Has the messages end with those that the server has sent by now. */
    void end() {
        ending = true;
        boolean interrupted = Thread.interrupted();
        try {
            if (connection.getStatus() == Connection.Status.CONNECTED) {
                connection.flush(ENDING);
            }
        } catch (TimeoutException | IllegalStateException away) {
            ending = true; // the server is away: what has arrived is all there is
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            allArrived = true;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Unsubscribes: what has arrived and was not taken is lost. */
    void close() {
        ending = true;
        ended = true;
        try {
            if (subscription.isActive()) {
                subscription.unsubscribe();
            }
        } catch (IllegalStateException over) { // the connection has closed meanwhile, and the subscription with it
            ending = true;
        }
    }

    long dropped() {
        return subscription.getDroppedCount();
    }
}
