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
import dev.binrun.verb.VerbWorld;
import io.nats.client.Connection;
import java.time.Duration;
import java.util.Optional;

/** Reads from a consumer in the background, and settles each message when it arrives: {@code nats consumer sub}. */
@VerbDoc(
        value = "Reads from a pull or push consumer in the background, and settles each message when it arrives",
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

        @Arg(value = "the consumer; not with ordered: true", position = 1)
        Optional<String> consumer,

        @Arg("read each message once and in order, by an ephemeral consumer with the configuration below")
        boolean ordered,

        @Arg(value = "how many messages to pull at a time; 500 if left out", min = 1)
        Optional<Long> batch,

        @Arg("how long a pull waits for messages before the next pull; 30s if left out")
        Optional<Duration> expires,

        SettlePlan settling,
        PullOptions options,

        @Arg("the deliver group of a push consumer to join; that of the consumer if left out")
        Optional<String> deliverGroup,

        @Arg(value = "how many messages to keep; the first 1000 if left out", min = 0)
        Optional<Long> keep,

        @ConfigFields(ConsumerField.class) JsonObject config)
        implements Verb {

    private static final long BATCH = 500;
    private static final Duration EXPIRES = Duration.ofSeconds(30);
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);

    public ConsumerSub {
        if (ordered && consumer.isPresent()) {
            throw new InvalidArgumentException(
                    "consumer",
                    "ordered: true creates a consumer of its own, so 'consumer' cannot be stated; remove one of them");
        }
        if (ordered && settling.isStated()) {
            throw new InvalidArgumentException(
                    "ack", "ordered: true uses ack_policy none, which settles nothing; remove it");
        }
        if (ordered && deliverGroup.isPresent()) {
            throw new InvalidArgumentException(
                    "deliver_group",
                    "with ordered: true the consumer is a pull consumer without a deliver group; remove it");
        }
        if (ordered) {
            config.keySet().stream()
                    .filter(OrderedMaker.OWN::contains)
                    .findFirst()
                    .ifPresent(field -> {
                        throw new InvalidArgumentException(
                                field, "ordered: true determines '" + field + "'; remove it");
                    });
        }
        if (!ordered && consumer.isEmpty()) {
            throw new InvalidArgumentException(
                    "stream", "'consumer sub' needs 'consumer', or ordered: true for a consumer of its own");
        }
        if (!ordered && !config.isEmpty()) {
            String field = config.keySet().iterator().next();
            throw new InvalidArgumentException(
                    field,
                    "'" + field + "' needs ordered: true, which creates a consumer; an existing one has its own value");
        }
    }

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        world.connection().clearLastError();
        GatheredMessages gathered = GatheredMessages.messages(keep, 0);
        return ordered ? readInOrder(world, gathered) : read(world, gathered);
    }

    /** The consumer's info shows how to read from it, and is the answer. */
    private JsonObject read(VerbWorld world, GatheredMessages gathered) throws InterruptedException {
        JsonObject info = Api.ask(world, "CONSUMER.INFO." + stream + "." + consumer.orElseThrow(), null);
        JsonObject consumerConfig = info.getAsJsonObject("config");
        boolean pushed = consumerConfig.has("deliver_subject");
        DeliveryRecorder deliveries =
                pushed ? DeliveryRecorder.shared(world.recorder()) : DeliveryRecorder.own(world.recorder());
        MessageFeed feed = pushed
                ? new PushFeed(world.connection(), pushes(consumerConfig), gathered)
                : PullFeed.start(world.connection(), pulls(consumerConfig, consumer.orElseThrow(), true), gathered);
        String policy = consumerConfig.get("ack_policy").getAsString();
        boolean settles = policy.equals("explicit") || policy.equals("all");
        SettlePlan plan = settles ? settling : settling.orElse(SettleKind.NONE);
        String name = stream + "." + consumer.orElseThrow();
        Connection connection = world.connection();
        keep(world, deliveries, name, plan, gathered, feed, () -> ExistenceProbe.endOfConsumer(connection, name, info));
        return info;
    }

    private JsonObject readInOrder(VerbWorld world, GatheredMessages gathered) throws InterruptedException {
        OrderedFeed feed = OrderedFeed.start(world.connection(), gathered, new OrderedMaker(this, world));
        JsonObject info = feed.info();
        DeliveryRecorder deliveries = DeliveryRecorder.own(world.recorder());
        String name = stream + "." + info.get("name").getAsString();
        Connection connection = world.connection();
        SettlePlan plan = settling.orElse(SettleKind.NONE);
        keep(world, deliveries, name, plan, gathered, feed, () -> ExistenceProbe.endOfStream(connection, stream, info));
        return info;
    }

    /** Starts to read once the subscription is active on the server; from then on, the run closes it. */
    private static void keep(
            VerbWorld world,
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

    private PushFeed.Pushes pushes(JsonObject consumerConfig) {
        return new PushFeed.Pushes(
                consumerConfig.get("deliver_subject").getAsString(),
                deliverGroup.or(() ->
                        Optional.ofNullable(consumerConfig.get("deliver_group")).map(JsonElement::getAsString)),
                Optional.ofNullable(consumerConfig.get("idle_heartbeat"))
                        .map(nanos -> Duration.ofNanos(nanos.getAsLong())),
                consumerConfig.get("ack_policy").getAsString().equals("flow_control"));
    }

    /** Returns the pulls from a consumer; values that the step does not state respect the limits of the consumer. */
    PullFeed.Pulls pulls(JsonObject consumerConfig, String name, boolean renewed) {
        Duration time = expires.orElseGet(() -> Optional.ofNullable(consumerConfig.get("max_expires"))
                .map(limit -> Duration.ofNanos(Math.min(limit.getAsLong(), EXPIRES.toNanos())))
                .orElse(EXPIRES));
        long size = batch.orElseGet(() -> Optional.ofNullable(consumerConfig.get("max_batch"))
                .map(limit -> Math.min(limit.getAsLong(), BATCH))
                .orElse(BATCH));
        Duration half = time.dividedBy(2);
        Duration heartbeat = options.idleHeartbeat().orElse(half.compareTo(HEARTBEAT) < 0 ? half : HEARTBEAT);
        return new PullFeed.Pulls(stream + "." + name, size, time, heartbeat, options, renewed);
    }
}
