package dev.binrun.verb.consumer;

import com.google.gson.JsonPrimitive;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.Messages;
import dev.binrun.verb.GatheredMessages;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.Optional;

/**
 * The messages of a push consumer. Flow control is answered as messages are taken, and missing heartbeats are counted.
 */
final class PushFeed implements MessageFeed {
    /**
     * The parameters of a push consumer.
     *
     * @param subject its deliver subject
     * @param queue its deliver group
     * @param heartbeat the interval of its heartbeats
     * @param acksFlow whether replies to flow control acknowledge the messages that were taken (ack_policy
     *     flow_control)
     */
    record Pushes(String subject, Optional<String> queue, Optional<Duration> heartbeat, boolean acksFlow) {}

    private static final Duration LONG = Duration.ofSeconds(10);

    private final Connection connection;
    private final Pushes pushes;
    private final GatheredMessages gathered;
    private final SubscriptionQueue arrivals;
    private final Duration wait;
    private Message last;
    private long silences;

    PushFeed(Connection connection, Pushes pushes, GatheredMessages gathered) {
        this.connection = connection;
        this.pushes = pushes;
        this.gathered = gathered;
        this.wait =
                pushes.heartbeat().map(heartbeat -> heartbeat.multipliedBy(3)).orElse(LONG);
        this.arrivals = SubscriptionQueue.on(connection, pushes.subject(), pushes.queue());
    }

    @Override
    public Optional<Message> next() throws InterruptedException {
        while (true) {
            boolean ended = arrivals.ended();
            Optional<Message> message = arrivals.next(wait);
            if (message.isEmpty()) {
                if (ended) {
                    return message;
                }
                silence();
            } else if (!message.get().isStatusMessage()) {
                last = message.get();
                return message;
            } else if (message.get().getStatus().getCode() == 100) {
                reply(message.get());
            } else {
                gathered.put("status", Messages.status(message.get()));
                return Optional.empty();
            }
        }
    }

    @Override
    public void end() {
        arrivals.end();
    }

    @Override
    public void close() {
        arrivals.close();
    }

    @Override
    public long dropped() {
        return arrivals.dropped();
    }

    private void silence() {
        boolean alone = pushes.queue().isEmpty(); // in a group, one member gets each heartbeat
        if (pushes.heartbeat().isPresent() && alone && !arrivals.ending()) {
            gathered.put("missed_heartbeats", new JsonPrimitive(++silences));
        }
    }

    /** Flow control is a request; a heartbeat repeats one without a reply. */
    private void reply(Message status) {
        String stalled =
                status.getHeaders() == null ? null : status.getHeaders().getFirst("Nats-Consumer-Stalled");
        String reply = status.getReplyTo() != null ? status.getReplyTo() : stalled;
        if (reply == null) {
            return;
        }
        try {
            connection.publish(reply, lastReceived(), new byte[0]);
        } catch (IllegalStateException e) {
            throw Api.unsendable("flow control", e);
        }
    }

    private Headers lastReceived() {
        if (!pushes.acksFlow() || last == null || !last.isJetStream()) {
            return null;
        }
        return new Headers()
                .add("Nats-Last-Consumer", String.valueOf(last.metaData().consumerSequence()))
                .add("Nats-Last-Stream", String.valueOf(last.metaData().streamSequence()));
    }
}
