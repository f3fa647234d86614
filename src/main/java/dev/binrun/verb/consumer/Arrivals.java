package dev.binrun.verb.consumer;

import dev.binrun.verb.Api;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import java.time.Duration;
import java.util.Optional;

/** What arrives over one subscription, until it is ended; then still what has arrived by then. */
final class Arrivals {
    /** How long the server may take to confirm that it sends no more. */
    private static final Duration ENDING = Duration.ofSeconds(1);

    private final Subscription subscription;
    private volatile boolean ending;
    private volatile boolean ended;

    private Arrivals(Subscription subscription) {
        this.subscription = subscription;
    }

    /** Of a subject, beside others of the same queue group if there is one. */
    static Arrivals on(Connection connection, String subject, Optional<String> queue) {
        try {
            return new Arrivals(
                    queue.isPresent() ? connection.subscribe(subject, queue.get()) : connection.subscribe(subject));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw Api.unsendable(subject, e);
        }
    }

    /** The next message or status; empty if none came in that time, or none comes any more. */
    Optional<Message> next(Duration wait) throws InterruptedException {
        try {
            return Optional.ofNullable(subscription.nextMessage(wait));
        } catch (IllegalStateException over) { // unsubscribed by the end, or by the connection's
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

    /** Has the server send no more. */
    void end() {
        ending = true;
        boolean interrupted = Thread.interrupted();
        try {
            subscription.drain(ENDING);
        } catch (IllegalStateException over) { // so that nothing more comes anyway
            ending = true;
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            ended = true;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    long dropped() {
        return subscription.getDroppedCount();
    }
}
