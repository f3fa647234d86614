package dev.binrun.verb.consumer;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.ConfigFields;
import dev.binrun.form.InvalidArgumentException;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.Connections;
import dev.binrun.jetstream.DeliveryRecorder;
import dev.binrun.jetstream.ExistenceProbe;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.GatheredMessages;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.World;
import io.nats.client.Connection;
import java.time.Duration;
import java.util.Optional;

/** Reads on from a consumer in the background, settling each message as it comes: {@code nats consumer sub}. */
@VerbDoc(
        value = "Reads on from a consumer in the background, pull or push, settling each message as it comes",
        answers = "the consumer's info; collect and stop answer with {messages: […], received}",
        example = """
            - consumer sub: { stream: ORDERS, ordered: true }
              as: audit
            - collect: audit
              within: 5s
              expect: { messages: { size: 5, ordered: seq } }
            """)
public record ConsumerSub(
        @Arg(value = "the stream", position = 0, required = true)
        String stream,

        @Arg(value = "the consumer; none if ordered", position = 1)
        Optional<String> consumer,

        @Arg("each message once and in order, by a consumer of its own: the fields below say of what")
        boolean ordered,

        @Arg(value = "how many to pull at a time; 500 if left out", min = 1)
        Optional<Long> batch,

        @Arg("how long a pull waits before the next; 30s if left out")
        Optional<Duration> expires,

        SettlePlan settling,
        PullOptions options,

        @Arg("of a push consumer: the group to join; the consumer's own if left out")
        Optional<String> deliverGroup,

        @Arg(value = "how many messages to keep, the first that come; 1000 if left out", min = 0)
        Optional<Long> keep,

        @ConfigFields(ConsumerField.class) JsonObject config)
        implements Verb {

    private static final long BATCH = 500;
    private static final Duration EXPIRES = Duration.ofSeconds(30);
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);

    public ConsumerSub {
        if (ordered && consumer.isPresent()) {
            throw new InvalidArgumentException(
                    "consumer", "with ordered: true the consumer is made here, and has no name");
        }
        if (ordered && settling.isSaid()) {
            throw new InvalidArgumentException(
                    "ack", "with ordered: true nothing is settled: the consumer's ack_policy is none");
        }
        if (ordered && deliverGroup.isPresent()) {
            throw new InvalidArgumentException(
                    "deliver_group", "with ordered: true nobody shares the consumer: it is pulled from");
        }
        if (ordered) {
            config.keySet().stream()
                    .filter(OrderedMaker.OWN::contains)
                    .findFirst()
                    .ifPresent(field -> {
                        throw new InvalidArgumentException(
                                field,
                                "'" + field + "' is part of what makes a consumer ordered, and cannot be chosen here");
                    });
        }
        if (!ordered && consumer.isEmpty()) {
            throw new InvalidArgumentException(
                    "stream", "'consumer sub' needs 'consumer', the consumer, or ordered: true for one of its own");
        }
        if (!ordered && !config.isEmpty()) {
            String field = config.keySet().iterator().next();
            throw new InvalidArgumentException(
                    field,
                    "'" + field + "' belongs to ordered: true, where the consumer is made here; this one has its own");
        }
    }

    @Override
    public JsonObject run(World world) throws InterruptedException {
        world.connection().clearLastError();
        GatheredMessages gathered = GatheredMessages.messages(keep, 0);
        return ordered ? readInOrder(world, gathered) : read(world, gathered);
    }

    /** The answer is the consumer's info, by which it is known how to read. */
    private JsonObject read(World world, GatheredMessages gathered) throws InterruptedException {
        JsonObject info = Api.ask(world, "CONSUMER.INFO." + stream + "." + consumer.orElseThrow(), null);
        JsonObject its = info.getAsJsonObject("config");
        boolean pushed = its.has("deliver_subject");
        DeliveryRecorder deliveries =
                pushed ? DeliveryRecorder.shared(world.recorder()) : DeliveryRecorder.own(world.recorder());
        MessageFeed feed = pushed
                ? new PushFeed(world.connection(), pushes(its), gathered)
                : PullFeed.start(world.connection(), pulls(its, consumer.orElseThrow(), true), gathered);
        String policy = its.get("ack_policy").getAsString();
        boolean settles = policy.equals("explicit") || policy.equals("all");
        SettlePlan how = settles ? settling : settling.orElse(SettleKind.NONE);
        String name = stream + "." + consumer.orElseThrow();
        Connection connection = world.connection();
        keep(world, deliveries, name, how, gathered, feed, () -> ExistenceProbe.endOfConsumer(connection, name, info));
        return info;
    }

    private JsonObject readInOrder(World world, GatheredMessages gathered) throws InterruptedException {
        OrderedFeed feed = OrderedFeed.start(world.connection(), gathered, new OrderedMaker(this, world));
        JsonObject info = feed.info();
        DeliveryRecorder deliveries = DeliveryRecorder.own(world.recorder());
        String name = stream + "." + info.get("name").getAsString();
        Connection connection = world.connection();
        SettlePlan none = settling.orElse(SettleKind.NONE);
        keep(world, deliveries, name, none, gathered, feed, () -> ExistenceProbe.endOfStream(connection, stream, info));
        return info;
    }

    /** Once it is active on the server, it is the run's. */
    private static void keep(
            World world,
            DeliveryRecorder deliveries,
            String name,
            SettlePlan settling,
            GatheredMessages gathered,
            MessageFeed feed,
            BackgroundReading.End end)
            throws InterruptedException {
        Connection connection = world.connection();
        try {
            Connections.flush(connection, world.patience());
        } catch (VerbFailedException | InterruptedException e) {
            feed.close();
            throw e;
        }
        world.keep(BackgroundReading.start(connection, deliveries, name, settling, gathered, feed, end));
    }

    private PushFeed.Pushes pushes(JsonObject its) {
        return new PushFeed.Pushes(
                its.get("deliver_subject").getAsString(),
                deliverGroup.or(
                        () -> Optional.ofNullable(its.get("deliver_group")).map(JsonElement::getAsString)),
                Optional.ofNullable(its.get("idle_heartbeat")).map(h -> Duration.ofNanos(h.getAsLong())),
                its.get("ack_policy").getAsString().equals("flow_control"));
    }

    /** The pulls that suit a consumer: what is not said here keeps within its limits. */
    PullFeed.Pulls pulls(JsonObject its, String name, boolean renewed) {
        Duration time = expires.orElseGet(() -> Optional.ofNullable(its.get("max_expires"))
                .map(most -> Duration.ofNanos(Math.min(most.getAsLong(), EXPIRES.toNanos())))
                .orElse(EXPIRES));
        long size = batch.orElseGet(() -> Optional.ofNullable(its.get("max_batch"))
                .map(most -> Math.min(most.getAsLong(), BATCH))
                .orElse(BATCH));
        Duration half = time.dividedBy(2);
        Duration heartbeat = options.idleHeartbeat().orElse(half.compareTo(HEARTBEAT) < 0 ? half : HEARTBEAT);
        return new PullFeed.Pulls(stream + "." + name, size, time, heartbeat, options, renewed);
    }
}
