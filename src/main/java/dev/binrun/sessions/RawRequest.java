package dev.binrun.sessions;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.nats.client.Connection;
import io.nats.client.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A JSON request to the JetStream API, whose fields the client library cannot read or write. */
public final class RawRequest {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private RawRequest() {}

    /**
     * Returns the server's reply, which may be an error.
     *
     * @param subject the subject after {@code $JS.API.}
     * @throws IOException if there is no reply within 5 s
     */
    public static JsonObject send(Connection nc, String subject, JsonObject request)
            throws IOException, InterruptedException {
        Message reply = nc.request("$JS.API." + subject, request.toString().getBytes(StandardCharsets.UTF_8), LIMIT);
        if (reply == null) {
            throw new IOException("no reply on $JS.API." + subject + " within " + LIMIT.toSeconds() + " s");
        }
        return JsonParser.parseString(new String(reply.getData(), StandardCharsets.UTF_8))
                .getAsJsonObject();
    }
}
