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
 * Lets the mirror of the work queue acknowledge each command as it comes.
 *
 * <p>A work queue keeps a command until its mirror has acknowledged it too, which nats-server 2.14 does by flow control: with the
 * heartbeat, once a second, or when as many are pending as the mirror's consumer allows. By default that is 1,000; with 1 the queue
 * is empty as soon as its worker is done. (server/consumer.go, needFlowControl)
 */
public final class MirrorAcks {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String MIRROR_OF = "_nats.mirror.stream";

    private MirrorAcks() {}

    /**
     * Sets it, if the mirror has its consumer; without one everything works too, a second later.
     *
     * @throws IOException if the server does not answer
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
        ask(
                nc,
                "CONSUMER.CREATE." + Topology.COMMAND + "." + config.get("name").getAsString() + "."
                        + config.get("filter_subject").getAsString(),
                request);
    }

    private static Optional<JsonObject> mirrorConsumer(Connection nc) throws IOException, InterruptedException {
        JsonObject list = ask(nc, "CONSUMER.LIST." + Topology.COMMAND, new JsonObject());
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

    private static JsonObject ask(Connection nc, String subject, JsonObject request)
            throws IOException, InterruptedException {
        byte[] body = request.toString().getBytes(StandardCharsets.UTF_8);
        Message answer = nc.request("$JS.API." + subject, body, TIMEOUT);
        if (answer == null) {
            throw new IOException("no answer on $JS.API." + subject + " within " + TIMEOUT.toSeconds() + " s");
        }
        return JsonParser.parseString(new String(answer.getData(), StandardCharsets.UTF_8))
                .getAsJsonObject();
    }
}
