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
import dev.binrun.verb.World;
import java.time.Duration;
import java.util.Optional;

/** Pulls messages from a consumer and settles each as it comes: {@code nats consumer next}. Fewer than asked for is no error. */
@VerbDoc(
        value = "Pulls messages and settles each as it comes; fewer than batch is no error",
        answers =
                "{messages: [{subject, data, headers, seq, consumer_seq, deliveries, pending, time, …}], status, reason, earlier}: the status that ended it, or the reason why the server sent none; earlier: {messages, received} that tries before took, if within or during repeated it",
        example = """
            - consumer next: { stream: ORDERS, consumer: worker, batch: 2 }
              expect: { messages: [{ data: order-0, deliveries: 1 }, { data: order-1, pending: 3 }] }
            """)
public record ConsumerNext(
        @Arg(value = "the stream", position = 0, required = true)
        String stream,

        @Arg(value = "the consumer", position = 1, required = true)
        String consumer,

        @Arg(value = "how many at most; 1 if left out", also = "count", min = 1)
        Optional<Long> batch,

        @Arg(
                value = "how long to wait for them; 5s if left out",
                also = {"wait", "timeout"})
        Optional<Duration> expires,

        @Arg(
                "take only what is there, wait for nothing; with expires, wait if nothing is there at all (what was published a moment ago may not be there yet: its num_pending tells)")
        boolean noWait,

        SettlePlan settling,
        PullOptions options,

        @Arg(value = "how many messages the answer keeps; up to 10000 of the batch if left out", min = 0)
        Optional<Long> keep)
        implements Verb {

    private static final Duration DEFAULT_WAIT = Duration.ofSeconds(5);

    @Override
    public JsonObject run(World world) throws InterruptedException {
        return Retry.whileUnheard(world, () -> pull(world));
    }

    private JsonObject pull(World world) throws InterruptedException {
        Connections.awaitThere(world.connection(), world.patience());
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

    /** With no_wait: what was said; else the time that we wait. */
    private JsonObject request(Duration wait) {
        boolean waits = !noWait || expires.isPresent();
        JsonObject request = options.request(wanted(), waits ? Optional.of(wait) : Optional.empty());
        if (noWait) {
            request.addProperty("no_wait", true);
        }
        return request;
    }

    /** How long the server waits for messages: with {@code within} no longer than that, but long enough for the heartbeat. */
    private Duration waiting(World world) {
        Duration wanted = expires.orElse(noWait ? Duration.ZERO : DEFAULT_WAIT);
        Duration left = world.tryFor(wanted);
        Duration least = options.idleHeartbeat().map(h -> h.multipliedBy(2)).orElse(Duration.ZERO);
        return left.compareTo(least) < 0 && least.compareTo(wanted) < 0 ? least : left;
    }

    /** How many messages it asks for. */
    long wanted() {
        return batch.orElse(1L);
    }

    /** In a cluster a consumer may be there, and have nobody just now who answers for it; the nodes' monitoring knows. */
    VerbFailedException nobody(Target target) {
        String it = "consumer '" + consumer + "' on '" + stream + "'";
        if (target.knows(stream, consumer)) {
            return noResponders("the " + it + " has no leader now, or is not pulled from", Reason.NO_RESPONDERS);
        }
        String none = "there is no " + it + " that is pulled from";
        return target.away()
                .map(nodes ->
                        noResponders(none + ", or it was on a node that is away (" + nodes + ")", Reason.NO_RESPONDERS))
                .orElseGet(() -> noResponders(none + " (not found)", Reason.NO_RESPONDERS, Reason.NOT_FOUND));
    }

    private static VerbFailedException noResponders(String text, Reason... reasons) {
        return VerbFailedException.of(503, "no responders: " + text, reasons);
    }
}
