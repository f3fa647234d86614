package dev.binrun.docs;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.binrun.jetstream.StoredMessage;
import dev.binrun.jetstream.StreamContent;
import io.nats.client.Connection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The state of a server as lines of text: its streams, their messages, and the consumers that a step created. */
final class ServerState {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** The time that Go writes for a time without a value. */
    private static final String NO_TIME = "0001-01-01T00:00:00Z";

    private final Connection connection;
    private final SortedSet<String> lines = new TreeSet<>();

    /** Generated ids, with the name that replaces each of them. */
    private final Map<String, String> names = new HashMap<>();

    private ServerState(Connection connection) {
        this.connection = connection;
    }

    /** Returns lines such as {@code ORDERS.config.max_msgs = -1}, without times and generated ids. */
    static SortedSet<String> of(Connection connection) throws InterruptedException {
        ServerState state = new ServerState(connection);
        for (JsonElement stream : state.ask("STREAM.LIST", "streams")) {
            state.stream(stream.getAsJsonObject());
        }
        return state.named();
    }

    private void stream(JsonObject info) throws InterruptedException {
        JsonObject config = info.getAsJsonObject("config");
        String name = config.get("name").getAsString();
        JsonObject subjects = new JsonObject(); // in any order
        config.remove("subjects")
                .getAsJsonArray()
                .forEach(subject -> subjects.addProperty(subject.getAsString(), true));
        config.add("subjects", subjects);
        add(name + ".config", config);
        add(name + ".last_seq", info.getAsJsonObject("state").get("last_seq"));
        for (JsonElement consumer : ask("CONSUMER.LIST." + name, "consumers")) {
            consumer(name, consumer.getAsJsonObject());
        }
        for (StoredMessage message : new StreamContent(connection, name, Optional.empty(), PATIENCE).all()) {
            message(name, message.tree());
        }
    }

    /** Leaves out consumers without acknowledgements, which clients create to read or to watch. */
    private void consumer(String stream, JsonObject info) {
        JsonObject config = info.getAsJsonObject("config");
        if (config.get("ack_policy").getAsString().equals("none")) {
            return;
        }
        boolean durable = config.has("durable_name");
        config.remove("name");
        String path =
                stream + ".consumer " + (durable ? config.get("durable_name").getAsString() : "(ephemeral)");
        add(path + ".config", config);
        for (String field : List.of("num_ack_pending", "num_redelivered", "num_pending", "delivered", "ack_floor")) {
            add(path + "." + field, info.get(field));
        }
    }

    /** The info of an object without when it was made, and with its id named. */
    private void message(String stream, JsonObject message) {
        message.remove("time");
        if (message.get("json") instanceof JsonObject info && info.has("nuid")) {
            info.remove("mtime");
            List.of("data", "size").forEach(message::remove);
            names.put(
                    info.get("nuid").getAsString(),
                    "object of " + info.get("name").getAsString());
        }
        add(stream + ".message " + message.get("seq").getAsLong(), message);
    }

    private void add(String path, JsonElement value) {
        if (value instanceof JsonObject map) {
            map.asMap().forEach((key, inner) -> add(path + "." + key, inner));
        } else if (value instanceof JsonArray list) {
            for (int i = 0; i < list.size(); i++) {
                add(path + "." + i, list.get(i));
            }
        } else if (!path.endsWith(".last_active") && !List.of(NO_TIME, "false").contains(value.getAsString())) {
            lines.add(path + " = " + value);
        }
    }

    private SortedSet<String> named() {
        SortedSet<String> named = new TreeSet<>();
        for (String line : lines) {
            String text = line;
            for (Map.Entry<String, String> name : names.entrySet()) {
                text = text.replace(name.getKey(), name.getValue());
            }
            named.add(text);
        }
        return named;
    }

    private JsonArray ask(String subject, String list) throws InterruptedException {
        byte[] answer =
                connection.request("$JS.API." + subject, new byte[0], PATIENCE).getData();
        JsonObject tree = JsonParser.parseString(new String(answer, StandardCharsets.UTF_8))
                .getAsJsonObject();
        return tree.get(list) instanceof JsonArray found ? found : new JsonArray();
    }
}
