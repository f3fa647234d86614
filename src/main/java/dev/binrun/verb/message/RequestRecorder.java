package dev.binrun.verb.message;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.binrun.history.PendingOperation;
import dev.binrun.history.Recorder;
import dev.binrun.jetstream.ApiRecorder;
import dev.binrun.jetstream.ClientContext;
import dev.binrun.jetstream.DeliveryRecorder;
import dev.binrun.jetstream.Json;
import dev.binrun.jetstream.Reason;
import dev.binrun.jetstream.VerbFailedException;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Records one request in the history. The request may be a publish that a stream acknowledges, a request to the
 * JetStream API, the acknowledgement of a message, or a pull.
 */
public record RequestRecorder(
        Recorder recorder,
        Optional<ApiRecorder> api,
        boolean toServer,
        PendingOperation operation,
        PendingOperation rollup) {
    /** Records that a request is sent now. */
    public static RequestRecorder sent(ClientContext client, String subject, Headers headers, byte[] body) {
        Recorder recorder = client.recorder();
        if (!PublishRecorder.isServers(subject)) {
            PendingOperation message = PublishRecorder.message(recorder, subject, headers, body);
            PendingOperation rollup = PublishRecorder.rollup(recorder, subject, headers);
            return new RequestRecorder(recorder, Optional.empty(), false, message, rollup);
        }
        Optional<ApiRecorder> api = PublishRecorder.apiSubject(subject)
                .map(name -> ApiRecorder.sent(client, name, PublishRecorder.apiRequest(body)));
        PendingOperation operation =
                api.isPresent() ? PendingOperation.NONE : PublishRecorder.toServer(recorder, subject, body);
        return new RequestRecorder(recorder, api, true, operation, PendingOperation.NONE);
    }

    /** Records a reply that may be a delivery; of several replies, the first with a known meaning counts. */
    void replied(Message message) {
        DeliveryRecorder.own(recorder).received(message);
        if (recorder != Recorder.NONE && !message.isJetStream()) {
            replied(message.getData());
        }
    }

    /** Records the data of a reply, and returns whether its meaning is known. */
    public boolean replied(byte[] data) {
        if (toServer && data.length == 0) {
            operation.ok(0);
            return true;
        }
        return Json.parse(new String(data, StandardCharsets.UTF_8))
                .filter(JsonObject.class::isInstance)
                .filter(reply -> replied((JsonObject) reply))
                .isPresent();
    }

    /** Records that no server received the request, because nothing listened on its subject. */
    public void noResponders() {
        failed(VerbFailedException.of(503, "no responders", Reason.NO_RESPONDERS));
    }

    /** Records that the request was rejected, or got no reply. */
    void failed(VerbFailedException e) {
        api.ifPresent(request -> request.failed(e));
        e.complete(operation);
        e.complete(rollup);
    }

    private boolean replied(JsonObject reply) {
        if (reply.get("error") instanceof JsonObject error) {
            boolean known =
                    error.get("err_code") instanceof JsonPrimitive && error.get("description") instanceof JsonPrimitive;
            if (known) {
                failed(new VerbFailedException(error));
            }
            return known;
        }
        if (toServer) {
            api.ifPresent(request -> request.succeeded(reply));
            operation.ok(0);
            return true;
        } // any program may reply, and only a stream's acknowledgement proves that the message was stored
        Optional<PubAck> acknowledged = PubAck.in(reply);
        acknowledged.ifPresent(ack -> ack.record(operation, rollup));
        return acknowledged.isPresent();
    }
}
