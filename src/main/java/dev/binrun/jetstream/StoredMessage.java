package dev.binrun.jetstream;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A message in a stream.
 *
 * @param headers the headers as they are on the wire; empty if there are none
 * @param time when the stream stored the message, as the server writes it
 */
public record StoredMessage(long seq, String subject, byte[] headers, byte[] data, String time) {
    /** Returns the message in a reply to {@code STREAM.MSG.GET}. */
    public static StoredMessage of(JsonObject reply) {
        JsonObject message = reply.getAsJsonObject("message");
        return new StoredMessage(
                message.get("seq").getAsLong(),
                message.get("subject").getAsString(),
                bytes(message, "hdrs"),
                bytes(message, "data"),
                message.get("time").getAsString());
    }

    /** Returns the message as the tree of an answer. */
    public JsonObject tree() {
        JsonObject tree = new JsonObject();
        tree.addProperty("subject", subject);
        Messages.payload(tree, "data", data);
        Messages.headers(tree, parsedHeaders());
        tree.addProperty("size", data.length);
        tree.addProperty("seq", seq);
        tree.addProperty("time", time);
        return tree;
    }

    /** Returns the headers by name, each with its values in order; names keep their case. */
    public Map<String, List<String>> parsedHeaders() {
        Map<String, List<String>> parsed = new LinkedHashMap<>();
        String[] lines = new String(headers, StandardCharsets.UTF_8).split("\r\n");
        for (int i = 1; i < lines.length; i++) { // the first line is the version
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                parsed.computeIfAbsent(lines[i].substring(0, colon), name -> new ArrayList<>())
                        .add(lines[i].substring(colon + 1).strip());
            }
        }
        return parsed;
    }

    private static byte[] bytes(JsonObject message, String field) {
        return message.has(field)
                ? Base64.getDecoder().decode(message.get(field).getAsString())
                : new byte[0];
    }
}
