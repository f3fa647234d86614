package dev.binrun.verb.consumer;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.Connections;
import dev.binrun.jetstream.Reason;
import dev.binrun.jetstream.Retry;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.server.cluster.Target;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import java.time.Duration;
import java.util.Optional;

/** Pulls messages from a consumer, and settles each when it arrives: {@code nats consumer next}. */
@VerbDoc(
        value = "Pulls messages and settles each when it arrives; it succeeds with fewer than batch",
        answers =
                "{messages: [{subject, data, headers, seq, consumer_seq, deliveries, pending, time, …}], status, reason,"
                        + " earlier}: status ended the pull, or reason is why the server sent no status; earlier: {messages,"
                        + " received} of earlier tries, if within or during repeated the step",
        example = """
            - consumer next: { stream: ORDERS, consumer: worker, batch: 2 }
              expect: { messages: [{ data: order-0, deliveries: 1 }, { data: order-1, pending: 3 }] }
            """)
public record ConsumerNext(
        @Arg(value = "the stream", position = 0, required = true)
        String stream,

        @Arg(value = "the consumer", position = 1, required = true)
        String consumer,

        @Arg(value = "the most messages; 1 if left out", also = "count", min = 1)
        Optional<Long> batch,

        @Arg(
                value = "how long to wait for messages; 5s if left out",
                also = {"wait", "timeout"})
        Optional<Duration> expires,

        @Arg(
                "take only messages that are pending, without a wait; with expires, wait if none is pending (a message that"
                        + " was just published may not be pending yet: see num_pending)")
        boolean noWait,

        SettlePlan settling,
        PullOptions options,

        @Arg(value = "how many messages the answer keeps; if left out, up to 10000 of the batch", min = 0)
        Optional<Long> keep)
        implements Verb {

    private static final Duration DEFAULT_WAIT = Duration.ofSeconds(5);

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        return Retry.whileNoResponders(world, () -> pull(world));
    }

    private JsonObject pull(VerbWorld world) throws InterruptedException {
        Connections.awaitRestored(world.connection(), world.patience());
        try {
            Duration wait = waiting(world);
            return new Pull(world, this, wait).run(request(wait)).answer();
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw Api.unsendable("consumer next", e);
        }
    }

    @Override
    public Duration atMost() {
        return expires.orElse(Duration.ZERO);
    }

    /** Without no_wait the request always states a time. */
    private JsonObject request(Duration wait) {
        boolean waits = !noWait || expires.isPresent();
        JsonObject request = options.request(wanted(), waits ? Optional.of(wait) : Optional.empty());
        if (noWait) {
            request.addProperty("no_wait", true);
        }
        return request;
    }

    /**
     * Returns how long the server waits for messages: with {@code within} no longer than that, but at least two
     * heartbeats.
     */
    private Duration waiting(VerbWorld world) {
        Duration wanted = expires.orElse(noWait ? Duration.ZERO : DEFAULT_WAIT);
        Duration left = world.tryFor(wanted);
        Duration least = options.idleHeartbeat()
                .map(heartbeat -> heartbeat.multipliedBy(2))
                .orElse(Duration.ZERO);
        return left.compareTo(least) < 0 && least.compareTo(wanted) < 0 ? least : left;
    }

    /** Returns the number of messages that the pull requests. */
    long wanted() {
        return batch.orElse(1L);
    }

    /** Returns the error of a pull that no server answers: in a cluster the consumer may exist without a leader. */
    VerbFailedException notServed(Target target) {
        String named = "consumer '" + consumer + "' on '" + stream + "'";
        if (target.hasConsumer(stream, consumer)) {
            return noResponders("the " + named + " has no leader now, or is a push consumer", Reason.NO_RESPONDERS);
        }
        String absent = "there is no pull " + named;
        return target.unavailableNodes()
                .map(nodes -> noResponders(
                        absent + ", or it is on a node that does not run (" + nodes + ")", Reason.NO_RESPONDERS))
                .orElseGet(() -> noResponders(absent + " (not found)", Reason.NO_RESPONDERS, Reason.NOT_FOUND));
    }

    private static VerbFailedException noResponders(String text, Reason... reasons) {
        return VerbFailedException.of(503, "no responders: " + text, reasons);
    }
}
