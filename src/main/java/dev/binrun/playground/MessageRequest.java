package dev.binrun.playground;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.nats.client.Connection;
import io.nats.client.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A raw request for a stored message, because the client cannot read the headers of every message. */
final class MessageRequest {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private MessageRequest() {}

    /**
     * Returns the server's reply to {@code STREAM.MSG.GET}.
     *
     * @throws IOException if there is no reply within 5 s
     */
    static JsonObject send(Connection nc, String stream, String request) throws IOException, InterruptedException {
        String subject = "$JS.API.STREAM.MSG.GET." + stream;
        Message reply = nc.request(subject, request.getBytes(StandardCharsets.UTF_8), LIMIT);
        if (reply == null) {
            throw new IOException("no reply to " + subject + " within " + LIMIT.toSeconds() + " s");
        }
        return JsonParser.parseString(new String(reply.getData(), StandardCharsets.UTF_8))
                .getAsJsonObject();
    }
}
