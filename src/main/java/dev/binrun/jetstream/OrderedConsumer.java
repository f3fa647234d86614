package dev.binrun.jetstream;

import com.google.gson.JsonObject;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A reader of a growing stream, in order, with its own push consumer and thread. If a message is missing, it creates
 * the consumer again, to continue after the last message (ADR-17).
 */
public final class OrderedConsumer implements AutoCloseable {
    /** Receives the messages, on one thread. */
    public interface Reader {
        /**
         * Receives a message.
         *
         * @param initial whether the stream may have had it when the reading began
         */
        void message(Message message, boolean initial);

        /** Called once, when all messages that the stream had at the beginning were received. */
        void caughtUp();

        /** Called when the reading ends by an error. */
        void ended(JsonObject error);
    }

    private static final Duration HEARTBEAT = Duration.ofMillis(500);
    private static final Duration SILENCE = HEARTBEAT.multipliedBy(4);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Connection connection;
    private final String stream;
    private final JsonObject wanted;
    private final Reader reader;
    private final Thread thread;
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    private Subscription subscription;
    private String consumer;
    private JsonObject first;
    private long consumerSeq;
    private long lastSeq;
    private long pending;

    private OrderedConsumer(Connection connection, String stream, JsonObject wanted, Reader reader) {
        this.connection = connection;
        this.stream = stream;
        this.wanted = wanted;
        this.reader = reader;
        this.thread = new Thread(this::read, "binrun-ordered-" + stream);
        this.thread.setDaemon(true);
    }

    /**
     * Creates the consumer, and begins to read.
     *
     * @param wanted the fields of the consumer's configuration that state its start and its filter
     * @throws VerbFailedException if the server rejects the consumer, or does not reply
     */
    public static OrderedConsumer start(ClientContext client, String stream, JsonObject wanted, Reader reader)
            throws InterruptedException {
        OrderedConsumer ordered = new OrderedConsumer(client.connection(), stream, wanted, reader);
        Retry.whileUnknown(client, "CONSUMER.CREATE." + stream, () -> {
            ordered.begin(wanted, client.patience());
            return ordered;
        });
        ordered.catchUpIf(ordered.pending == 0 || ordered.onlyNew());
        ordered.thread.start();
        return ordered;
    }

    /** Waits until all messages that the stream had at the beginning were received, but not longer than a limit. */
    public void awaitCaughtUp(Duration limit) throws InterruptedException {
        caughtUp.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Returns why no more messages arrive; empty if they may, or no server replies. The reader itself notices a deleted
     * stream only after some missing heartbeats.
     */
    public Optional<String> gone() {
        return closed.getCount() == 0 ? Optional.empty() : ExistenceProbe.endOfStream(connection, stream, first);
    }

    @Override
    public void close() {
        if (closed.getCount() == 0) {
            return;
        }
        closed.countDown();
        thread.interrupt();
        boolean interrupted = false;
        try {
            thread.join();
        } catch (InterruptedException e) {
            interrupted = true;
        }
        end();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try {
            while (closed.getCount() > 0) {
                Message message = subscription.nextMessage(SILENCE);
                if (message == null || !(message.isStatusMessage() ? status(message) : inOrder(message))) {
                    recreate();
                }
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } catch (VerbFailedException e) {
            reader.ended(e.shown());
        } catch (IllegalStateException e) { // from jnats, if the connection or the subscription has ended
            if (closed.getCount() > 0 && connection.getStatus() != Connection.Status.CLOSED) {
                reader.ended(VerbFailedException.of(e.toString()).error());
            }
        }
    }

    /** Passes a message on if it is the next one, and returns whether it is. */
    private boolean inOrder(Message message) {
        if (!message.isJetStream() || message.metaData().consumerSequence() != consumerSeq + 1) {
            return false;
        }
        consumerSeq++;
        long seq = message.metaData().streamSequence();
        if (seq > lastSeq) {
            lastSeq = seq;
            reader.message(message, caughtUp.getCount() > 0);
        }
        catchUpIf(consumerSeq >= pending || message.metaData().pendingCount() == 0);
        return true;
    }

    /** Answers a heartbeat or flow control, and returns whether no message is missing according to it. */
    private boolean status(Message message) {
        if (message.getStatus().getCode() != 100) {
            return false;
        }
        String stalled = header(message, "Nats-Consumer-Stalled");
        if (message.getReplyTo() != null || stalled != null) {
            connection.publish(message.getReplyTo() != null ? message.getReplyTo() : stalled, null);
        }
        String last = header(message, "Nats-Last-Consumer");
        if (last == null) {
            return true;
        }
        boolean complete = Long.parseLong(last) == consumerSeq;
        catchUpIf(complete);
        return complete;
    }

    private static String header(Message message, String name) {
        return message.getHeaders() == null ? null : message.getHeaders().getFirst(name);
    }

    private void catchUpIf(boolean complete) {
        if (complete && caughtUp.getCount() > 0) {
            reader.caughtUp();
            caughtUp.countDown();
        }
    }

    /** Creates the consumer again, with a retry of every error except that the stream no longer exists. */
    private void recreate() throws InterruptedException {
        end();
        while (true) {
            try {
                begin(resumed(), Api.TIMEOUT);
                return;
            } catch (VerbFailedException e) {
                if (e.isNotFound()) {
                    throw e;
                }
                if (closed.await(PAUSE.toNanos(), TimeUnit.NANOSECONDS)) {
                    throw new InterruptedException();
                }
            }
        }
    }

    private boolean onlyNew() {
        return wanted.has("deliver_policy")
                && wanted.get("deliver_policy").getAsString().equals("new");
    }

    /**
     * Before it has caught up, it starts over: only then does {@code last_per_subject} find the last message of each
     * subject.
     */
    private JsonObject resumed() {
        if (caughtUp.getCount() > 0) {
            return wanted;
        }
        JsonObject rest = wanted.deepCopy();
        rest.addProperty("deliver_policy", "by_start_sequence");
        rest.addProperty("opt_start_seq", lastSeq + 1);
        return rest;
    }

    private void begin(JsonObject from, Duration patience) throws InterruptedException {
        String inbox = connection.createInbox();
        try {
            subscription = Connections.subscribe(connection, inbox);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw Api.unsendable(inbox, e);
        }
        try {
            JsonObject info = Api.ask(connection, "CONSUMER.CREATE." + stream, request(from, inbox), patience);
            consumer = info.get("name").getAsString();
            first = first == null ? info : first;
            consumerSeq = 0;
            pending = info.get("num_pending").getAsLong();
            passed(info.getAsJsonObject("delivered"));
        } catch (VerbFailedException e) {
            subscription.unsubscribe();
            throw e;
        }
    }

    /** Messages before the start of the first consumer are not missing in a later one. */
    private void passed(JsonObject delivered) {
        if (delivered.get("consumer_seq").getAsLong() == 0) {
            lastSeq = Math.max(lastSeq, delivered.get("stream_seq").getAsLong());
        }
    }

    private JsonObject request(JsonObject from, String inbox) {
        JsonObject config = from.deepCopy();
        config.addProperty("deliver_subject", inbox);
        config.addProperty("ack_policy", "none");
        config.addProperty("max_deliver", 1);
        config.addProperty("flow_control", true);
        config.addProperty("idle_heartbeat", HEARTBEAT.toNanos());
        config.addProperty("mem_storage", true);
        config.addProperty("num_replicas", 1);
        JsonObject request = new JsonObject();
        request.addProperty("stream_name", stream);
        request.add("config", config);
        return request;
    }

    /** Removes the consumer. If the server cannot be reached, it removes a consumer without a subscriber by itself. */
    private void end() {
        if (connection.getStatus() != Connection.Status.CONNECTED || !subscription.isActive()) {
            return;
        }
        try {
            subscription.unsubscribe();
            Api.send(connection, "$JS.API.CONSUMER.DELETE." + stream + "." + consumer, null, new byte[0], HEARTBEAT);
        } catch (VerbFailedException | IllegalStateException e) {
            consumer = null; // the connection was just lost, and the subscription with it
        }
    }
}
