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

/** One that works commands, on a thread of its own, so that it can finish what it was handed and leave the rest to others. */
final class Worker implements AutoCloseable {
    private static final Duration FINISH = Duration.ofSeconds(1);

    private final Connection nc;
    private final Dispatcher dispatcher;
    private final ConsumerDelivery delivery;

    private Worker(Connection nc, Dispatcher dispatcher, ConsumerDelivery delivery) {
        this.nc = nc;
        this.dispatcher = dispatcher;
        this.delivery = delivery;
    }

    static Worker start(
            Connection nc, ConsumerContext consumer, int batch, Predicate<Message> wanted, Consumer<Message> handler)
            throws IOException, JetStreamApiException {
        Dispatcher dispatcher = nc.createDispatcher();
        dispatcher.setPendingLimits(0, 0);
        return new Worker(nc, dispatcher, ConsumerDelivery.start(consumer, dispatcher, batch, wanted, handler));
    }

    /** Takes no more, works what it was handed, and ends. */
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
            delivery.askNoMore();
            finished.completeOnTimeout(false, FINISH.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
