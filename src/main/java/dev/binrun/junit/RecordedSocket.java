package dev.binrun.junit;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.binrun.jetstream.ClientContext;
import dev.binrun.jetstream.DeliveryRecorder;
import dev.binrun.server.cluster.ClientConnections;
import dev.binrun.verb.message.RequestRecorder;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import io.nats.client.support.IncomingHeadersProcessor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Records the operations of one socket: messages for streams, requests to JetStream, deliveries, and their
 * acknowledgements. One thread sends, another one receives.
 */
final class RecordedSocket {
    private static final byte[] NO_RESPONDERS = "NATS/1.0 503".getBytes(StandardCharsets.US_ASCII);

    private final ClientContext client;
    private final Set<String> ids;
    private final Map<String, RequestRecorder> waiting;
    private final Map<String, DeliveryRecorder> subscriptions = new ConcurrentHashMap<>();

    /**
     * @param ids takes the id of the connection on its server
     * @param waiting the requests without a reply by reply subject; a reply may arrive after the client reconnected
     */
    RecordedSocket(ClientContext client, Set<String> ids, Map<String, RequestRecorder> waiting) {
        this.client = client;
        this.ids = ids;
        this.waiting = waiting;
    }

    /** Records an operation that the client sends. */
    void sent(String[] words, byte[] body) {
        switch (words[0]) {
            case "PUB" -> published(words[1], words.length == 4 ? words[2] : "", null, body);
            case "HPUB" -> {
                int size = Integer.parseInt(words[words.length - 2]);
                published(words[1], words.length == 5 ? words[2] : "", headers(body, size), payload(body, size));
            }
            case "SUB" -> subscriptions.put(words[words.length - 1], deliveries(words[1]));
            default -> {} // CONNECT, PING, PONG, UNSUB
        }
    }

    private void published(String subject, String reply, Headers headers, byte[] payload) {
        RequestRecorder request = RequestRecorder.sent(client, subject, headers, payload);
        if (!reply.isEmpty() && !subject.contains(".API.CONSUMER.MSG.NEXT.")) { // a pull gets deliveries
            waiting.put(reply, request);
        }
    }

    /** Other clients can share any subject of a push consumer except an inbox. */
    private DeliveryRecorder deliveries(String subject) {
        return subject.startsWith("_INBOX.")
                ? DeliveryRecorder.own(client.recorder())
                : DeliveryRecorder.shared(client.recorder());
    }

    /** Records an operation that the client receives. */
    void received(String[] words, byte[] body) {
        switch (words[0]) {
            case "MSG" -> message(words[1], words[2], words.length == 5 ? words[3] : "", body, 0);
            case "HMSG" ->
                message(
                        words[1],
                        words[2],
                        words.length == 6 ? words[3] : "",
                        body,
                        Integer.parseInt(words[words.length - 2]));
            case "INFO" -> info(String.join(" ", Arrays.asList(words).subList(1, words.length)));
            default -> {} // PING, PONG, +OK, -ERR
        }
    }

    private void message(String subject, String sid, String reply, byte[] body, int headerSize) {
        if (reply.startsWith("$JS.ACK.")) {
            DeliveryRecorder deliveries = subscriptions.get(sid);
            if (deliveries != null) { // else the client has ended the subscription
                deliveries.received(
                        new DeliveredMessage(subject, reply, headers(body, headerSize), payload(body, headerSize)));
            }
            return;
        }
        RequestRecorder request = waiting.get(subject);
        if (request == null) {
            return;
        }
        if (headerSize > 0 && Arrays.equals(body, 0, NO_RESPONDERS.length, NO_RESPONDERS, 0, NO_RESPONDERS.length)) {
            request.noResponders();
            waiting.remove(subject);
        } else if (request.replied(payload(body, headerSize))) {
            waiting.remove(subject);
        }
    }

    private void info(String json) {
        JsonObject info = JsonParser.parseString(json).getAsJsonObject();
        if (info.has("client_id")) {
            ids.add(ClientConnections.id(
                    info.get("server_id").getAsString(), info.get("client_id").getAsLong()));
        }
    }

    private static Headers headers(byte[] body, int size) {
        return size == 0 ? null : new IncomingHeadersProcessor(Arrays.copyOf(body, size)).getHeaders();
    }

    private static byte[] payload(byte[] body, int headerSize) {
        return headerSize == 0 ? body : Arrays.copyOfRange(body, headerSize, body.length);
    }

    /** A message from a consumer. */
    private static final class DeliveredMessage extends NatsMessage {
        DeliveredMessage(String subject, String reply, Headers headers, byte[] data) {
            super(subject, reply, headers, data);
        }

        @Override
        public boolean isJetStream() {
            return true;
        }
    }
}
