package dev.binrun.sessions;

import io.nats.client.ConsumeOptions;
import io.nats.client.ConsumerContext;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.MessageConsumer;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The delivery of one consumer's messages to a handler. A message is acknowledged when the handler returns. */
final class ConsumerDelivery implements AutoCloseable {
    private final Consumer<Message> handler;
    private volatile Predicate<Message> wanted;
    private MessageConsumer consumer;
    private boolean ended;

    private ConsumerDelivery(Predicate<Message> wanted, Consumer<Message> handler) {
        this.wanted = wanted;
        this.handler = handler;
    }

    /**
     * Starts to deliver.
     *
     * @param wanted selects the messages for the handler; all others are only acknowledged
     */
    static ConsumerDelivery start(
            ConsumerContext context,
            Dispatcher dispatcher,
            int batch,
            Predicate<Message> wanted,
            Consumer<Message> handler)
            throws IOException, JetStreamApiException {
        ConsumerDelivery delivery = new ConsumerDelivery(wanted, handler);
        ConsumeOptions options = ConsumeOptions.builder().batchSize(batch).build();
        delivery.consumer = context.consume(options, dispatcher, delivery::deliver);
        return delivery;
    }

    /** Replaces the condition for messages that the handler gets; all others are only acknowledged. */
    void want(Predicate<Message> value) {
        wanted = value;
    }

    /** Requests no more messages; messages in delivery still arrive. */
    void stopRequests() {
        consumer.stop();
    }

    /** Ends the delivery. When this method returns, no handler runs, and none will run. */
    @Override
    public void close() {
        synchronized (this) {
            ended = true;
        }
        try {
            consumer.close();
        } catch (Exception e) {
            throw new IllegalStateException("a consumer's subscription did not close", e);
        }
    }

    private synchronized void deliver(Message message) {
        if (ended) {
            return;
        }
        if (wanted.test(message)) {
            handler.accept(message);
        }
        message.ack();
    }
}
