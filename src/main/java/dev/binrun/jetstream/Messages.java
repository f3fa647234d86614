package dev.binrun.jetstream;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsJetStreamMetaData;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Messages as trees. */
public final class Messages {
    private Messages() {}

    /** A message as it was delivered, with what JetStream says about the delivery, or the status that it is. */
    public static JsonObject delivered(Message message) {
        JsonObject tree = new JsonObject();
        tree.addProperty("subject", message.getSubject());
        payload(tree, "data", message.getData());
        headers(tree, message.getHeaders());
        tree.addProperty("size", message.getData().length);
        if (message.getReplyTo() != null) {
            tree.addProperty("reply", message.getReplyTo());
        }
        if (message.isStatusMessage()) {
            tree.add("status", status(message));
        }
        if (message.isJetStream()) {
            NatsJetStreamMetaData delivery = message.metaData();
            tree.addProperty("seq", delivery.streamSequence());
            tree.addProperty("consumer_seq", delivery.consumerSequence());
            tree.addProperty("deliveries", delivery.deliveredCount());
            tree.addProperty("pending", delivery.pendingCount());
            tree.addProperty("time", delivery.timestamp().toInstant().toString());
        }
        return tree;
    }

    /** Adds bytes as text where they are UTF-8, else as {@code {hex: …}}; beside a text that is JSON its tree. */
    public static void payload(JsonObject tree, String name, byte[] bytes) {
        Optional<String> text = utf8(bytes);
        if (text.isEmpty()) {
            JsonObject hex = new JsonObject();
            hex.addProperty("hex", HexFormat.of().formatHex(bytes));
            tree.add(name, hex);
            return;
        }
        tree.addProperty(name, text.get());
        json(text.get()).ifPresent(parsed -> tree.add("json", parsed));
    }

    /** Adds headers, if there are any: a text, or a list where there are several values. */
    public static void headers(JsonObject tree, Headers headers) {
        if (headers != null) {
            Map<String, List<String>> byName = new LinkedHashMap<>();
            headers.forEach(byName::put);
            headers(tree, byName);
        }
    }

    /** Adds headers, if there are any. */
    public static void headers(JsonObject tree, Map<String, List<String>> headers) {
        if (!headers.isEmpty()) {
            JsonObject map = new JsonObject();
            headers.forEach((name, values) -> map.add(name, headerValue(values)));
            tree.add("headers", map);
        }
    }

    /** The status that a message is, {@code {code, description, headers}}. */
    public static JsonObject status(Message message) {
        JsonObject status = new JsonObject();
        status.addProperty("code", message.getStatus().getCode());
        status.addProperty("description", message.getStatus().getMessage());
        headers(status, message.getHeaders());
        return status;
    }

    private static JsonElement headerValue(List<String> values) {
        if (values.size() == 1) {
            return new JsonPrimitive(values.get(0));
        }
        JsonArray list = new JsonArray();
        values.forEach(list::add);
        return list;
    }

    private static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException binary) {
            return Optional.empty();
        }
    }

    /** The tree of a text that is JSON; most that is none shows it in how it begins. */
    private static Optional<JsonElement> json(String text) {
        String start = text.stripLeading();
        boolean may = !start.isEmpty() && "{[\"-0123456789tf".indexOf(start.charAt(0)) >= 0;
        return may ? Json.parse(text) : Optional.empty();
    }
}
