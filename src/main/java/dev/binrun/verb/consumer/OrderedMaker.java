package dev.binrun.verb.consumer;

import com.google.gson.JsonObject;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.AppliedConfiguration;
import dev.binrun.jetstream.Retry;
import dev.binrun.verb.VerbWorld;
import io.nats.client.Connection;
import java.time.Duration;
import java.util.Set;

/** Creates the consumers of an ordered reading: ephemeral, in memory, without acknowledgements (ADR-17). */
final class OrderedMaker implements OrderedFeed.Maker {
    /** The fields that a scenario cannot state. */
    static final Set<String> OWN = Set.of(
            "name",
            "durable_name",
            "ack_policy",
            "max_deliver",
            "backoff",
            "mem_storage",
            "num_replicas",
            "deliver_subject",
            "flow_control");

    /** How long the server keeps a consumer that no client uses. */
    private static final Duration INACTIVE = Duration.ofMinutes(5);

    private final ConsumerSub verb;
    private final VerbWorld world;
    private final Connection connection;

    OrderedMaker(ConsumerSub verb, VerbWorld world) {
        this.verb = verb;
        this.world = world;
        this.connection = world.connection();
    }

    @Override
    public JsonObject make(long from) throws InterruptedException {
        JsonObject config = verb.config().deepCopy();
        if (!config.has("inactive_threshold")) {
            config.addProperty("inactive_threshold", INACTIVE.toNanos());
        }
        config.addProperty("ack_policy", "none");
        config.addProperty("max_deliver", 1);
        config.addProperty("mem_storage", true);
        config.addProperty("num_replicas", 1);
        if (from > 0) {
            config.addProperty("deliver_policy", "by_start_sequence");
            config.addProperty("opt_start_seq", from);
            config.remove("opt_start_time");
        }
        ConsumerRequest request = ConsumerRequest.of(verb.stream(), config, "create", false);
        JsonObject info = Retry.whileUnknown(
                world,
                request.subject(),
                () -> Api.ask(connection, request.subject(), request.body(), Api.patience(world, request.subject())));
        AppliedConfiguration.mustHold(config, info, world.serverVersion());
        return info;
    }

    @Override
    public PullFeed.Pulls pulls(String consumer) {
        return verb.pulls(new JsonObject(), consumer, false);
    }

    /** Does not wait for the reply: if the request is lost, the server removes the inactive consumer by itself. */
    @Override
    public void remove(String consumer) {
        if (connection.getStatus() != Connection.Status.CONNECTED) {
            return;
        }
        try {
            String subject = "$JS.API.CONSUMER.DELETE." + verb.stream() + "." + consumer;
            connection.publish(subject, connection.createInbox(), new byte[0]);
        } catch (IllegalStateException closed) { // the connection closed meanwhile
            return;
        }
    }
}
