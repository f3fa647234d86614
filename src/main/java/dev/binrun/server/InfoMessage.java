package dev.binrun.server;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/**
 * The server's INFO message, which it sends to each new connection.
 *
 * @param version the server's version without a leading v
 * @param jetStream whether JetStream is on
 * @param guarded whether a client must authenticate or use TLS
 * @param tls whether a client must use TLS
 */
record InfoMessage(String version, boolean jetStream, boolean guarded, boolean tls) {

    /** Parses the JSON that follows {@code INFO}. */
    static InfoMessage parse(String json) {
        JsonObject info = JsonParser.parseString(json).getAsJsonObject();
        boolean tls = isTrue(info, "tls_required");
        return new InfoMessage(
                info.get("version").getAsString(),
                isTrue(info, "jetstream"),
                tls || isTrue(info, "auth_required"),
                tls);
    }

    private static boolean isTrue(JsonObject info, String key) {
        JsonElement value = info.get(key);
        return value != null && value.getAsBoolean();
    }
}
