package dev.binrun.sessions;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.nats.client.Connection;
import io.nats.client.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
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
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
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
        JsonObject config = consumer.get().getAsJsonObject("config").deepCopy();
        config.addProperty("max_ack_pending", 1);
        JsonObject request = new JsonObject();
        request.addProperty("stream_name", Topology.COMMAND);
        request.add("config", config);
        request.addProperty("action", "update");
        request(
                nc,
                "CONSUMER.CREATE." + Topology.COMMAND + "." + config.get("name").getAsString() + "."
                        + config.get("filter_subject").getAsString(),
                request);
    }

    private static Optional<JsonObject> mirrorConsumer(Connection nc) throws IOException, InterruptedException {
        JsonObject list = request(nc, "CONSUMER.LIST." + Topology.COMMAND, new JsonObject());
        if (list.has("consumers") && list.get("consumers").isJsonArray()) {
            for (JsonElement consumer : list.getAsJsonArray("consumers")) {
                if (mirrorOf(consumer.getAsJsonObject()).equals(Topology.MIRROR)) {
                    return Optional.of(consumer.getAsJsonObject());
                }
            }
        }
        return Optional.empty();
    }

    private static String mirrorOf(JsonObject consumer) {
        Map<String, JsonElement> config = consumer.getAsJsonObject("config").asMap();
        return config.containsKey("metadata")
                        && config.get("metadata").getAsJsonObject().has(MIRROR_OF)
                ? config.get("metadata").getAsJsonObject().get(MIRROR_OF).getAsString()
                : "";
    }

    private static JsonObject request(Connection nc, String subject, JsonObject request)
            throws IOException, InterruptedException {
        byte[] body = request.toString().getBytes(StandardCharsets.UTF_8);
        Message reply = nc.request("$JS.API." + subject, body, TIMEOUT);
        if (reply == null) {
            throw new IOException("no reply on $JS.API." + subject + " within " + TIMEOUT.toSeconds() + " s");
        }
        return JsonParser.parseString(new String(reply.getData(), StandardCharsets.UTF_8))
                .getAsJsonObject();
    }
}
