package dev.binrun.verb.message;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.binrun.history.PendingOperation;
import dev.binrun.history.Recorder;
import dev.binrun.jetstream.ApiRecorder;
import dev.binrun.jetstream.DeliveryRecorder;
import dev.binrun.jetstream.Json;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.VerbWorld;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Records one {@code request} in the history. The request may be a publish that a stream acknowledges, a request to the
 * JetStream API, the acknowledgement of a message, or a pull.
 */
record RequestRecorder(
        Recorder recorder,
        Optional<ApiRecorder> api,
        boolean toServer,
        PendingOperation operation,
        PendingOperation rollup) {
    /** Records that a request is sent now. */
    static RequestRecorder sent(VerbWorld world, String subject, Headers headers, byte[] body) {
        Recorder recorder = world.recorder();
        if (!PublishRecorder.isServers(subject)) {
            PendingOperation message = PublishRecorder.message(recorder, subject, headers, body);
            PendingOperation rollup = PublishRecorder.rollup(recorder, subject, headers);
            return new RequestRecorder(recorder, Optional.empty(), false, message, rollup);
        }
        Optional<ApiRecorder> api = PublishRecorder.apiSubject(subject)
                .map(name -> ApiRecorder.sent(world, name, PublishRecorder.apiRequest(body)));
        PendingOperation operation =
                api.isPresent() ? PendingOperation.NONE : PublishRecorder.toServer(recorder, subject, body);
        return new RequestRecorder(recorder, api, true, operation, PendingOperation.NONE);
    }

    /** Records a reply; of several replies, the first with a known meaning counts. */
    void replied(Message message) {
        DeliveryRecorder.own(recorder).received(message);
        if (recorder == Recorder.NONE || message.isJetStream()) {
            return;
        }
        if (toServer && message.getData().length == 0) {
            operation.ok(0);
            return;
        }
        Json.parse(new String(message.getData(), StandardCharsets.UTF_8))
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .ifPresent(this::replied);
    }

    /** Records that the request was rejected, or got no reply. */
    void failed(VerbFailedException e) {
        api.ifPresent(request -> request.failed(e));
        e.complete(operation);
        e.complete(rollup);
    }

    private void replied(JsonObject reply) {
        if (reply.get("error") instanceof JsonObject error) {
            if (error.get("err_code") instanceof JsonPrimitive && error.get("description") instanceof JsonPrimitive) {
                failed(new VerbFailedException(error));
            }
        } else if (toServer) {
            api.ifPresent(request -> request.succeeded(reply));
            operation.ok(0);
        } else { // any program may reply, and only a stream's acknowledgement proves that the message was stored
            PubAck.in(reply).ifPresent(ack -> ack.record(operation, rollup));
        }
    }
}
