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

/** Turns messages into the JSON trees of answers. */
public final class Messages {
    private Messages() {}

    /** Returns the tree of a message, with the facts of its delivery by a consumer, or with its status. */
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

    /**
     * Adds bytes as text if they are UTF-8, else as {@code {hex: …}}. Adds the tree of a text that is JSON as {@code
     * json}.
     */
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

    /** Adds headers, if there are any: a text for each name, or a list if a name has several values. */
    public static void headers(JsonObject tree, Headers headers) {
        if (headers != null) {
            Map<String, List<String>> byName = new LinkedHashMap<>();
            headers.forEach(byName::put);
            headers(tree, byName);
        }
    }

    /** Adds headers by name, if there are any: a text for each name, or a list if a name has several values. */
    public static void headers(JsonObject tree, Map<String, List<String>> headers) {
        if (!headers.isEmpty()) {
            JsonObject map = new JsonObject();
            headers.forEach((name, values) -> map.add(name, headerValue(values)));
            tree.add("headers", map);
        }
    }

    /** Returns the tree of a status message: {@code {code, description, headers}}. */
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

    /** Most texts that are not JSON show it by their first character, which is cheap to check. */
    private static Optional<JsonElement> json(String text) {
        String start = text.stripLeading();
        boolean may = !start.isEmpty() && "{[\"-0123456789tf".indexOf(start.charAt(0)) >= 0;
        return may ? Json.parse(text) : Optional.empty();
    }
}
