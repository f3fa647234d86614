package dev.binrun.server;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.binrun.form.JsonFields;

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
        boolean tls = JsonFields.flag(info, "tls_required");
        return new InfoMessage(
                info.get("version").getAsString(),
                JsonFields.flag(info, "jetstream"),
                tls || JsonFields.flag(info, "auth_required"),
                tls);
    }
}
