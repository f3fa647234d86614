package dev.binrun.verb.consumer;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgument;
import dev.binrun.form.Size;
import dev.binrun.verb.Api;
import dev.binrun.verb.Messages;
import dev.binrun.verb.Refusals;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbFailed;
import dev.binrun.verb.World;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Pulls messages from a consumer and settles each as it comes: {@code nats consumer next}. Fewer than asked for is no error. */
public record ConsumerNext(
        @Arg(value = "the stream", position = 0, required = true)
        String stream,

        @Arg(value = "the consumer", position = 1, required = true)
        String consumer,

        @Arg(value = "how many at most; 1 if left out", also = "count", min = 1)
        Optional<Long> batch,

        @Arg("how long to wait for them; 5s if left out") Optional<Duration> expires,
        @Arg("take only what is there, wait for nothing") boolean noWait,
        @Arg("take no more than this many bytes") Optional<Size> maxBytes,

        @Arg("ack (if left out), nak, term, in_progress or none")
        Optional<Settle> ack,

        @Arg("of nak: how long until the message comes again")
        Optional<Duration> delay,

        @Arg("of term: why") Optional<String> reason,
        @Arg("the priority group to pull for") Optional<String> group,

        @Arg("pull only while at least so many are pending (overflow)")
        Optional<Long> minPending,

        @Arg("pull only while at least so many are not acknowledged (overflow)")
        Optional<Long> minAckPending,

        @Arg("of the group: 0 is served first, 9 last (prioritized)")
        Optional<Long> priority,

        @Arg("of the group: the pin that this client holds (pinned_client)")
        Optional<String> id)
        implements Verb {

    /** What the server is given to say by itself that the time is up, before we say so. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    public ConsumerNext {
        Settle how = ack.orElse(Settle.ACK);
        if (delay.isPresent() && how != Settle.NAK) {
            throw new InvalidArgument("delay", "delay belongs to ack: nak, this is ack: " + how);
        }
        if (reason.isPresent() && how != Settle.TERM) {
            throw new InvalidArgument("reason", "reason belongs to ack: term, this is ack: " + how);
        }
        if (noWait && expires.isPresent()) {
            throw new InvalidArgument("expires", "with no_wait: true there is nothing that expires");
        }
    }

    @Override
    public JsonObject run(World world) throws InterruptedException {
        Connection connection = world.connection();
        String inbox = connection.createInbox();
        Subscription subscription = connection.subscribe(inbox);
        try {
            Duration wait = noWait ? Duration.ZERO : expires.orElse(Duration.ofSeconds(5));
            String subject = "$JS.API.CONSUMER.MSG.NEXT." + stream + "." + consumer;
            byte[] request = request(wait).toString().getBytes(StandardCharsets.UTF_8);
            connection.publish(subject, inbox, request);
            return Refusals.of(connection)
                    .whileGranted(
                            subscription, subject, () -> collect(world, connection, subscription, wait.plus(GRACE)));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw Api.unsendable("consumer next", e);
        } finally {
            if (subscription.isActive()) {
                subscription.unsubscribe();
            }
        }
    }

    @Override
    public Duration atMost() {
        return expires.orElse(Duration.ZERO);
    }

    private JsonObject collect(World world, Connection connection, Subscription subscription, Duration wait)
            throws InterruptedException {
        Settle how = ack.orElse(Settle.ACK);
        byte[] text = how.text(delay, reason);
        long wanted = batch.orElse(1L);
        JsonArray messages = new JsonArray();
        JsonObject answer = new JsonObject();
        answer.add("messages", messages);
        long deadline = System.nanoTime() + wait.toNanos();
        while (messages.size() < wanted) {
            Message message = next(subscription, deadline);
            if (message == null) {
                throw VerbFailed.of(
                        "timeout: the server neither sent messages nor ended the pull from " + stream + "." + consumer);
            }
            if (message.isStatusMessage()) {
                if (message.getStatus().getCode() == 100) {
                    continue;
                }
                noResponders(message);
                answer.add("status", Messages.status(message));
                break;
            }
            messages.add(Messages.delivered(message));
            confirm(world, connection, message, text);
        }
        return answer;
    }

    private void confirm(World world, Connection connection, Message message, byte[] text) throws InterruptedException {
        try {
            ack.orElse(Settle.ACK).confirm(connection, message, text, world.patience());
        } catch (VerbFailed e) {
            throw e.noResponders()
                    ? VerbFailed.of(
                            503,
                            "no responders: nothing took the " + ack.orElse(Settle.ACK) + " of message "
                                    + message.metaData().streamSequence() + " (is the consumer gone? where its"
                                    + " ack_policy is none, say ack: none)")
                    : e;
        }
    }

    /** The next message; settling those before may have used up the time, so there is always some for what came already. */
    private static Message next(Subscription subscription, long deadline) throws InterruptedException {
        long left = Math.max(GRACE.toNanos(), deadline - System.nanoTime());
        return subscription.nextMessage(Duration.ofNanos(left));
    }

    private void noResponders(Message message) {
        if (message.getStatus().getCode() == 503) {
            throw VerbFailed.of(
                    503,
                    "no responders: there is no consumer '" + consumer + "' on '" + stream
                            + "' that is pulled from (not found)");
        }
    }

    private JsonObject request(Duration wait) {
        JsonObject request = new JsonObject();
        request.addProperty("batch", batch.orElse(1L));
        if (noWait) {
            request.addProperty("no_wait", true);
        } else {
            request.addProperty("expires", wait.toNanos());
        }
        maxBytes.ifPresent(size -> request.addProperty("max_bytes", size.bytes()));
        group.ifPresent(name -> request.addProperty("group", name));
        minPending.ifPresent(count -> request.addProperty("min_pending", count));
        minAckPending.ifPresent(count -> request.addProperty("min_ack_pending", count));
        priority.ifPresent(rank -> request.addProperty("priority", rank));
        id.ifPresent(pin -> request.addProperty("id", pin));
        return request;
    }
}
