package dev.binrun.verb.consumer;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.GatheredMessages;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.impl.NatsJetStreamMetaData;
import java.time.Duration;
import java.util.Optional;

/**
 * The messages of a stream, each once and in order. Whenever a message is missing or the ephemeral consumer is lost, it
 * creates another consumer that starts after the last message (ADR-17).
 */
final class OrderedFeed implements MessageFeed {
    /** Creates consumers on the server. */
    interface Maker {
        /**
         * Creates a consumer, and returns its info.
         *
         * @param from the first sequence to deliver; 0 for the start that the scenario states
         * @throws VerbFailedException if the server rejects the request or does not reply
         */
        JsonObject make(long from) throws InterruptedException;

        /** Returns the pulls from a consumer. */
        PullFeed.Pulls pulls(String consumer);

        /** Removes a consumer, if the server can be reached. */
        void remove(String consumer);
    }

    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Connection connection;
    private final GatheredMessages gathered;
    private final Maker maker;
    private JsonObject info;
    private PullFeed feed;
    private long nextInStream;
    private long nextDelivery;
    private long recreated;
    private long droppedBefore;
    private boolean ended;

    private OrderedFeed(Connection connection, GatheredMessages gathered, Maker maker) {
        this.connection = connection;
        this.gathered = gathered;
        this.maker = maker;
    }

    /** Creates the first consumer and pulls from it. */
    static OrderedFeed start(Connection connection, GatheredMessages gathered, Maker maker)
            throws InterruptedException {
        OrderedFeed feed = new OrderedFeed(connection, gathered, maker);
        feed.open();
        return feed;
    }

    /** Returns the info of the current consumer. */
    JsonObject info() {
        return info;
    }

    @Override
    public Optional<Message> next() throws InterruptedException {
        while (true) {
            Optional<Message> message = feed.next();
            if (message.isPresent() && isNext(message.get().metaData())) {
                return message;
            }
            if (isEnded() || !openAgain()) {
                return Optional.empty();
            }
        }
    }

    @Override
    public synchronized void end() {
        ended = true;
        notifyAll();
        feed.end();
        maker.remove(name());
    }

    @Override
    public synchronized void close() {
        ended = true;
        feed.close();
        maker.remove(name());
    }

    @Override
    public synchronized long dropped() {
        return droppedBefore + feed.dropped();
    }

    private boolean isNext(NatsJetStreamMetaData delivery) {
        boolean next = delivery.consumerSequence() == nextDelivery;
        if (next) {
            nextDelivery++;
            nextInStream = delivery.streamSequence() + 1;
        }
        return next;
    }

    /** Retries until the consumer exists, the error is permanent, or the feed is ended. */
    private boolean openAgain() throws InterruptedException {
        closeLast();
        while (!isEnded()) {
            try {
                open();
                gathered.put("recreated", new JsonPrimitive(++recreated));
                return true;
            } catch (VerbFailedException e) {
                if (!e.isTransient()) {
                    gathered.fail(e.shown());
                    return false;
                }
                pause();
            }
        }
        return false;
    }

    private void open() throws InterruptedException {
        JsonObject created = maker.make(nextInStream);
        synchronized (this) {
            info = created;
            nextDelivery = 1;
            feed = PullFeed.start(connection, maker.pulls(name()), gathered);
            if (ended) {
                feed.close();
                maker.remove(name());
            }
        }
        if (nextInStream == 0 && startsAfterTheLast(created)) {
            nextInStream =
                    created.getAsJsonObject("delivered").get("stream_seq").getAsLong() + 1;
        }
    }

    /**
     * With deliver_policy new, new messages are those after the creation of the first consumer, not of its replacement.
     */
    private static boolean startsAfterTheLast(JsonObject info) {
        return info.getAsJsonObject("config")
                .get("deliver_policy")
                .getAsString()
                .equals("new");
    }

    private synchronized void closeLast() {
        droppedBefore += feed.dropped();
        feed.close();
        maker.remove(name());
    }

    private synchronized void pause() throws InterruptedException {
        if (!ended) {
            wait(PAUSE.toMillis());
        }
    }

    private synchronized boolean isEnded() {
        return ended;
    }

    private synchronized String name() {
        return info.get("name").getAsString();
    }
}
