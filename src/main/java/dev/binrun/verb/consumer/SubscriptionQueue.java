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
 * The messages of one subscription until it is ended, including those that have arrived by then. The thread that takes
 * messages also unsubscribes: a message that is taken while another thread unsubscribes or drains is lost (jnats,
 * NatsSubscription.nextMessage).
 */
final class SubscriptionQueue {
    /** The longest wait for the server's confirmation that everything it had sent has arrived. */
    private static final Duration ENDING = Duration.ofSeconds(1);

    /** How often a waiting thread checks whether everything has arrived. */
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

    /**
     * Subscribes to a subject, in a queue group if one is given.
     *
     * @throws VerbFailedException if jnats refuses the subject or the connection is closed
     */
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

    /** Returns the next message or status; empty if none arrives in this time, or the queue has ended. */
    Optional<Message> next(Duration wait) throws InterruptedException {
        long until = System.nanoTime() + wait.toNanos();
        try {
            while (true) {
                boolean last = allArrived;
                long left = until - System.nanoTime();
                long nanos = last ? 1 : Math.max(1, Math.min(left, LOOK.toNanos()));
                Message message = subscription.nextMessage(Duration.ofNanos(nanos));
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

    /** Returns whether the queue is being ended, so no new messages should be requested. */
    boolean ending() {
        return ending;
    }

    /** Returns whether no more messages arrive. */
    boolean ended() {
        return ended;
    }

    /** Ends the queue after the messages that the server has sent by now. */
    void end() {
        ending = true;
        boolean interrupted = Thread.interrupted();
        try {
            if (connection.getStatus() == Connection.Status.CONNECTED) {
                connection.flush(ENDING);
            }
        } catch (TimeoutException | IllegalStateException away) {
            ending = true; // the server cannot be reached, so nothing more arrives
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            allArrived = true;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Unsubscribes; messages that were not taken are dropped. */
    void close() {
        ending = true;
        ended = true;
        try {
            if (subscription.isActive()) {
                subscription.unsubscribe();
            }
        } catch (IllegalStateException over) { // the connection closed meanwhile, and the subscription with it
            ending = true;
        }
    }

    /** Returns the number of messages that jnats dropped because too many were pending. */
    long dropped() {
        return subscription.getDroppedCount();
    }
}
