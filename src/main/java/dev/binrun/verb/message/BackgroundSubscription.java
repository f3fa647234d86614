package dev.binrun.verb.message;

import com.google.gson.JsonArray;
import com.google.gson.JsonPrimitive;
import dev.binrun.form.Count;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.Connections;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.server.host.Polling;
import dev.binrun.verb.Background;
import dev.binrun.verb.GatheredMessages;
import dev.binrun.verb.VerbWorld;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Plain subscriptions in the background, and the messages that they gather, one at a time on the thread of their
 * dispatcher.
 */
final class BackgroundSubscription implements Background {
    private static final int SHOWN_FAILURES = 10;
    private static final Polling POLLING = new Polling(Duration.ofMillis(1));

    private final Connection connection;
    private final GatheredMessages gathered;
    private final Optional<Long> count;
    private final Consumer<Message> taker;
    private final Dispatcher dispatcher;
    private final long droppedBefore;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final JsonArray failures = new JsonArray();
    private final AtomicLong done = new AtomicLong();
    private long received;

    private BackgroundSubscription(
            Connection connection,
            Dispatcher dispatcher,
            Optional<Long> count,
            GatheredMessages gathered,
            Consumer<Message> taker) {
        this.connection = connection;
        this.count = count;
        this.gathered = gathered;
        this.taker = taker;
        this.dispatcher = dispatcher;
        this.droppedBefore = dispatcher.getDroppedCount();
    }

    /**
     * Subscribes, and returns once the server has the subscriptions.
     *
     * @param dispatcher the dispatcher whose thread takes the messages
     * @param count the number of messages after which it ends by itself
     * @param taker gets each message, and gathers it
     * @throws VerbFailedException if the server rejects a subscription
     */
    static BackgroundSubscription on(
            VerbWorld world,
            Dispatcher dispatcher,
            List<String> subjects,
            Optional<String> queue,
            Optional<Long> count,
            GatheredMessages gathered,
            Consumer<Message> taker)
            throws InterruptedException {
        Connection connection = world.connection();
        connection.clearLastError();
        Connections.awaitRestored(connection, world.patience());
        BackgroundSubscription background = new BackgroundSubscription(connection, dispatcher, count, gathered, taker);
        try {
            subjects.forEach(subject -> background.subscribe(subject, queue));
            Connections.flush(connection, world.patience());
            return background;
        } catch (InterruptedException | RuntimeException e) {
            background.close();
            throw e;
        }
    }

    @Override
    public GatheredMessages gathered() {
        long dropped = dispatcher.getDroppedCount() - droppedBefore;
        if (dropped > 0) {
            gathered.put("dropped", new JsonPrimitive(dropped));
        }
        return gathered;
    }

    @Override
    public Optional<String> ended() {
        if (!closed.get() && (!dispatcher.isActive() || connection.getStatus() == Connection.Status.CLOSED)) {
            gathered.end("its connection is closed");
        }
        return gathered.end();
    }

    /**
     * Waits until all messages that have arrived are gathered; a message that this client sent and flushed has arrived.
     */
    void awaitArrived(Duration limit) {
        if (closed.get()) {
            return;
        }
        try {
            POLLING.holds(limit, () -> allTaken() || !dispatcher.isActive());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean allTaken() {
        return dispatcher.getPendingMessageCount() == 0
                && done.get()
                        >= subscriptions.stream()
                                .mapToLong(Subscription::getDeliveredCount)
                                .sum();
    }

    @Override
    public void close() {
        if (!closed.getAndSet(true) && dispatcher.isActive() && connection.getStatus() != Connection.Status.CLOSED) {
            subscriptions.forEach(this::end);
        }
    }

    private void end(Subscription subscription) {
        try {
            dispatcher.unsubscribe(subscription);
        } catch (IllegalStateException e) {
            if (subscription.isActive() && dispatcher.isActive()) { // else it ended after its count, or with its client
                throw e;
            }
        }
    }

    /** Limits the pending messages; further ones are dropped and counted. */
    void limitPending(long messages) {
        dispatcher.setPendingLimits(messages, -1);
    }

    private void subscribe(String subject, Optional<String> queue) {
        try {
            Subscription subscription = queue.isPresent()
                    ? dispatcher.subscribe(subject, queue.get(), this::take)
                    : dispatcher.subscribe(subject, this::take);
            subscriptions.add(subscription);
            count.ifPresent(messages -> dispatcher.unsubscribe(subscription, Math.toIntExact(messages)));
        } catch (IllegalArgumentException e) {
            throw VerbFailedException.said("not subscribed", "not subscribed to '" + subject + "': " + e.getMessage());
        } catch (IllegalStateException e) {
            throw Api.unsendable(subject, e);
        }
    }

    /**
     * A message without a possible reply is gathered as a failure; any other exception is unexpected, and jnats reports
     * it.
     */
    private void take(Message message) {
        try {
            takeOne(message);
        } finally {
            done.incrementAndGet();
        }
    }

    private void takeOne(Message message) {
        if (closed.get() || received >= count.orElse(Long.MAX_VALUE)) {
            return;
        }
        received++;
        if (count.isPresent() && received == count.get()) {
            gathered.end("its count of " + Count.of(received, "message") + " has come");
        }
        try {
            taker.accept(message);
        } catch (VerbFailedException e) {
            failed("message " + (received - 1) + " on " + message.getSubject() + ": " + e.getMessage());
        }
    }

    private void failed(String failure) {
        if (failures.size() < SHOWN_FAILURES) {
            failures.add(failure);
            gathered.put("failures", failures.deepCopy());
        }
    }
}
