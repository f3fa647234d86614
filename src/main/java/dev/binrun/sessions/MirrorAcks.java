package dev.binrun.sessions;

import com.google.gson.JsonObject;
import dev.binrun.form.JsonFields;
import io.nats.client.Connection;
import java.io.IOException;
import java.util.Optional;

/**
 * Makes the mirror of the work queue acknowledge each command at once.
 *
 * <p>A work queue keeps a command until its mirror has acknowledged it too. In nats-server 2.14, the mirror
 * acknowledges with its heartbeat, once a second, or when the limit of pending messages of its consumer is reached
 * (server/consumer.go, needFlowControl). The default limit is 1,000. With 1, the queue is empty as soon as its worker
 * is done.
 */
public final class MirrorAcks {
    private static final String MIRROR_OF = "_nats.mirror.stream";

    private MirrorAcks() {}

    /**
     * Sets the limit of pending messages to 1. Without a consumer of the mirror, acknowledgements stay a second late.
     *
     * @throws IOException if the server does not reply
     */
    public static void atOnce(Connection nc) throws IOException, InterruptedException {
        Optional<JsonObject> consumer = mirrorConsumer(nc);
        if (consumer.isEmpty()) {
            return;
        }
        JsonObject config = consumer.get();
        config.addProperty("max_ack_pending", 1);
        JsonObject request = new JsonObject();
        request.addProperty("stream_name", Topology.COMMAND);
        request.add("config", config);
        request.addProperty("action", "update");
        RawRequest.send(
                nc,
                "CONSUMER.CREATE." + Topology.COMMAND + "." + config.get("name").getAsString() + "."
                        + config.get("filter_subject").getAsString(),
                request);
    }

    private static Optional<JsonObject> mirrorConsumer(Connection nc) throws IOException, InterruptedException {
        JsonObject list = RawRequest.send(nc, "CONSUMER.LIST." + Topology.COMMAND, new JsonObject());
        return JsonFields.objects(list, "consumers").stream()
                .map(consumer -> JsonFields.object(consumer, "config"))
                .filter(config -> JsonFields.text(JsonFields.object(config, "metadata"), MIRROR_OF)
                        .equals(Topology.MIRROR))
                .findFirst();
    }
}
