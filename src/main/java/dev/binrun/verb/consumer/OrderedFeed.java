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
 * The messages of a stream, each once and in order: from an ephemeral consumer that is made anew, after the last message that
 * came, whenever one is missing or the consumer is gone (ADR-17).
 */
final class OrderedFeed implements MessageFeed {
    /** Makes consumers on the server. */
    interface Maker {
        /**
         * Makes one. Its info is the answer.
         *
         * @param from the first sequence that is wanted; 0 for as the scenario says
         * @throws VerbFailedException if the server refuses or does not answer
         */
        JsonObject make(long from) throws InterruptedException;

        /** What is pulled from it. */
        PullFeed.Pulls pulls(String consumer);

        /** Removes it, as far as the server can be reached. */
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

    /** Makes the first consumer and pulls from it. */
    static OrderedFeed start(Connection connection, GatheredMessages gathered, Maker maker)
            throws InterruptedException {
        OrderedFeed feed = new OrderedFeed(connection, gathered, maker);
        feed.open();
        return feed;
    }

    /** The consumer as the server made it. */
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

    /** Tries until it is there, the stream is gone, or nobody wants it any more. */
    private boolean openAgain() throws InterruptedException {
        closeLast();
        while (!isEnded()) {
            try {
                open();
                gathered.put("recreated", new JsonPrimitive(++recreated));
                return true;
            } catch (VerbFailedException e) {
                if (!e.mayPass()) {
                    gathered.fail(e.shown());
                    return false;
                }
                pause();
            }
        }
        return false;
    }

    private void open() throws InterruptedException {
        JsonObject made = maker.make(nextInStream);
        synchronized (this) {
            info = made;
            nextDelivery = 1;
            feed = PullFeed.start(connection, maker.pulls(name()), gathered);
            if (ended) {
                feed.close();
                maker.remove(name());
            }
        }
        if (nextInStream == 0 && startsAfterTheLast(made)) {
            nextInStream = made.getAsJsonObject("delivered").get("stream_seq").getAsLong() + 1;
        }
    }

    /** What is new is what came after the first consumer was made, not after one that replaced it. */
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
