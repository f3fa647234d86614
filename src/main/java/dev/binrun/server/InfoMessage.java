package dev.binrun.server;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/**
 * What a server says of itself to whoever connects.
 *
 * @param version its version without a leading v
 * @param jetStream whether it has JetStream
 * @param guarded whether a client must authenticate or speak TLS
 * @param tls whether a client must speak TLS
 */
record InfoMessage(String version, boolean jetStream, boolean guarded, boolean tls) {

    /** Reads the JSON after {@code INFO}. */
    static InfoMessage parse(String json) {
        JsonObject info = JsonParser.parseString(json).getAsJsonObject();
        boolean tls = is(info, "tls_required");
        return new InfoMessage(
                info.get("version").getAsString(), is(info, "jetstream"), tls || is(info, "auth_required"), tls);
    }

    private static boolean is(JsonObject info, String key) {
        JsonElement value = info.get(key);
        return value != null && value.getAsBoolean();
    }
}
