package dev.binrun.sessions;

import io.nats.client.Connection;
import io.nats.client.ConsumerContext;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A worker of commands with its own thread, so that it can finish its messages and leave the rest to other workers. */
record Worker(Connection nc, Dispatcher dispatcher, ConsumerDelivery delivery) implements AutoCloseable {
    private static final Duration FINISH = Duration.ofSeconds(1);

    /**
     * Starts a worker.
     *
     * @param batch the largest number of messages in delivery
     * @param wanted selects the messages for the handler; all others are only acknowledged
     */
    static Worker start(
            Connection nc, ConsumerContext consumer, int batch, Predicate<Message> wanted, Consumer<Message> handler)
            throws IOException, JetStreamApiException {
        Dispatcher dispatcher = nc.createDispatcher();
        dispatcher.setPendingLimits(0, 0);
        return new Worker(nc, dispatcher, ConsumerDelivery.start(consumer, dispatcher, batch, wanted, handler));
    }

    /** Finishes the delivered messages for up to 1 s, and ends. */
    @Override
    public void close() {
        if (nc.getStatus() == Connection.Status.CONNECTED && dispatcher.isActive()) {
            finish();
        }
        delivery.close();
    }

    private void finish() {
        try {
            CompletableFuture<Boolean> finished = dispatcher.drain(FINISH);
            delivery.stopRequests();
            finished.completeOnTimeout(false, FINISH.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
