package dev.binrun.verb.consumer;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.binrun.form.Count;
import dev.binrun.form.JsonFields;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.Connections;
import dev.binrun.jetstream.DeliveryRecorder;
import dev.binrun.jetstream.Messages;
import dev.binrun.jetstream.Reason;
import dev.binrun.jetstream.Refusals;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.GatheredMessages;
import dev.binrun.verb.VerbWorld;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * One pull request and its messages.
 *
 * <p>The server ends most pulls with a status, but not all. It keeps a pull with {@code no_wait} when the consumer has
 * {@code max_ack_pending} unacknowledged messages (consumer.go, loopAndGatherMsgs). It forgets a pull whose {@code
 * max_bytes} are used up exactly (consumer.go, nextWaiting).
 */
final class Pull {
    /** How long after the time of the pull the server may end it. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    /** After a silence of this length, the server is asked whether it has forgotten the pull. */
    private static final Duration LOOK = Duration.ofMillis(20);

    private static final Duration FOREVER = Duration.ofDays(365);

    /** Not JSON, so every server rejects it, after earlier pulls, and the rejection arrives in order with messages. */
    private static final byte[] REJECTED = "{".getBytes(StandardCharsets.UTF_8);

    private static final String PULL = ".pull";
    private static final String MARK = ".mark";

    private static final int HEARTBEAT = 100;
    private static final int NO_RESPONDERS = 503;

    private final VerbWorld world;
    private final Connection connection;
    private final ConsumerNext verb;
    private final String consumer;
    private final String inbox;
    private final DeliveryRecorder deliveries;
    private final Settlements settlements;
    private final GatheredMessages gathered;
    private final long deadline;
    private Subscription subscription;
    private long marks;
    private long quietSince = System.nanoTime();
    private boolean over;

    /**
     * Prepares a pull; it sends nothing yet.
     *
     * @param wait how long the server may wait for messages
     */
    Pull(VerbWorld world, ConsumerNext verb, Duration wait) {
        this.world = world;
        this.connection = world.connection();
        this.verb = verb;
        this.consumer = verb.stream() + "." + verb.consumer();
        this.inbox = connection.createInbox();
        this.deliveries = DeliveryRecorder.own(world.recorder());
        this.settlements = new Settlements(world, deliveries, verb.settling(), Optional.of(consumer));
        this.gathered = GatheredMessages.messages(verb.keep(), verb.wanted());
        world.takes(gathered);
        this.deadline = System.nanoTime() + wait.plus(GRACE).toNanos();
    }

    /** Sends the request, settles the messages, and returns them. */
    GatheredMessages run(JsonObject request) throws InterruptedException {
        subscription = Connections.subscribe(connection, inbox + ".>");
        try {
            connection.publish(subject(), inbox + PULL, request.toString().getBytes(StandardCharsets.UTF_8));
            return Refusals.of(connection).whileGranted(subscription, subject(), this::collect);
        } finally {
            if (subscription.isActive()) {
                subscription.unsubscribe();
            }
        }
    }

    private GatheredMessages collect() throws InterruptedException {
        Duration look = verb.noWait() || verb.options().maxBytes().isPresent() ? LOOK : FOREVER;
        while (isWanted()) {
            if (next(shorter(look, left()))) {
                continue;
            }
            if (isWanted() && left().isZero()) {
                throw lost();
            }
            if (look != FOREVER && isWanted()) {
                endIfForgotten();
                look = look.multipliedBy(2);
            }
        }
        settlements.confirm();
        return gathered;
    }

    private VerbFailedException lost() {
        return VerbFailedException.of(
                        "timeout: the server sent " + gathered.received() + " of " + Count.of(verb.wanted(), "message")
                                + " and did not end the pull from " + consumer,
                        Reason.TIMEOUT)
                .on(subject());
    }

    private boolean isWanted() {
        return !over && gathered.received() < verb.wanted();
    }

    /**
     * Returns the time until the pull counts as lost; after each message it is at least the grace time, as settling
     * takes time.
     */
    private Duration left() {
        long now = System.nanoTime();
        return Duration.ofNanos(Math.max(0, Math.max(deadline - now, quietSince + GRACE.toNanos() - now)));
    }

    private static Duration shorter(Duration first, Duration second) {
        return first.compareTo(second) < 0 ? first : second;
    }

    /** Takes the next message or status, and returns whether one arrived in time. */
    private boolean next(Duration wait) throws InterruptedException {
        Message message = subscription.nextMessage(wait.isZero() ? Duration.ofNanos(1) : wait);
        if (message == null) {
            return false;
        }
        if (message.isStatusMessage()) {
            status(message);
        } else {
            deliveries.received(message);
            settlements.settle(message.getReplyTo());
            gathered.add(() -> Messages.delivered(message));
            quietSince = System.nanoTime();
        }
        return true;
    }

    private void status(Message message) {
        int code = message.getStatus().getCode();
        if (message.getSubject().equals(inbox + MARK)) {
            marks++;
        } else if (code == NO_RESPONDERS) {
            throw verb.notServed(world.target());
        } else if (code != HEARTBEAT) {
            gathered.put("status", Messages.status(message));
            over = true;
        }
    }

    /**
     * Ends the pull if the server will not: it must have nothing more for the pull twice, with a silence in between.
     */
    private void endIfForgotten() throws InterruptedException {
        settlements.confirm(); // because each acknowledgement lets the server send more
        Optional<String> first = mark() ? whyForgotten() : Optional.empty();
        if (first.isEmpty() || next(LOOK) || !first.equals(whyForgotten()) || !mark()) {
            return;
        }
        takeLast();
        if (!over) {
            gathered.put(
                    "reason",
                    new JsonPrimitive(first.get().substring(first.get().indexOf(':') + 2)));
            over = true;
        }
    }

    /**
     * Sends a pull that the server rejects, and takes all messages before the rejection. When that arrives, the server
     * has processed the pull before it, and all messages for it have arrived. Returns whether only the rejection
     * arrived.
     */
    private boolean mark() throws InterruptedException {
        long wanted = marks + 1;
        long before = gathered.received();
        long until = System.nanoTime() + shorter(left(), GRACE).toNanos();
        connection.publish(subject(), inbox + MARK, REJECTED);
        while (isWanted() && marks < wanted && System.nanoTime() < until) {
            next(LOOK);
        }
        return isWanted() && marks == wanted && gathered.received() == before;
    }

    /**
     * Returns why the server neither sends nor ends, after the number of the last delivery and a colon; empty if it may
     * go on.
     */
    private Optional<String> whyForgotten() throws InterruptedException {
        try {
            JsonObject info = Api.ask(connection, "CONSUMER.INFO." + consumer, null, shorter(left(), GRACE));
            long maxAckPending = JsonFields.number(info.getAsJsonObject("config"), "max_ack_pending");
            long delivered = JsonFields.number(info.getAsJsonObject("delivered"), "consumer_seq");
            boolean mayWait = !verb.noWait() || verb.expires().isPresent() && gathered.received() == 0;
            if (verb.options().maxBytes().isPresent() && info.get("num_waiting").getAsLong() == 0) {
                return Optional.of(delivered + ": max_bytes are used up exactly");
            }
            return !mayWait && maxAckPending > 0 && info.get("num_ack_pending").getAsLong() >= maxAckPending
                    ? Optional.of(delivered + ": max_ack_pending (" + maxAckPending + ") is reached")
                    : Optional.empty();
        } catch (VerbFailedException unknown) {
            return Optional.empty();
        }
    }

    /** Unsubscribes, and takes the messages that the server had sent until then. */
    private void takeLast() throws InterruptedException {
        subscription.drain(GRACE);
        try {
            while (isWanted() && subscription.getPendingMessageCount() > 0) {
                next(Duration.ZERO);
            }
        } catch (IllegalStateException drained) {
            over = true;
        }
    }

    private String subject() {
        return "$JS.API.CONSUMER.MSG.NEXT." + consumer;
    }
}
