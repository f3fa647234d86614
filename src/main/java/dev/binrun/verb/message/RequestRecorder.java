package dev.binrun.verb.message;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.binrun.history.PendingOperation;
import dev.binrun.history.Recorder;
import dev.binrun.jetstream.DeliveryRecorder;
import dev.binrun.jetstream.Json;
import dev.binrun.jetstream.RemovalRecorder;
import dev.binrun.jetstream.VerbFailedException;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A {@code request} as the history has it. It may be anything: a publish that a stream acknowledges, a request to the API that removes
 * messages, a message's acknowledgement, a pull.
 */
final class RequestRecorder {
    private final Recorder recorder;
    private final boolean toServer;
    private final PendingOperation recorded;
    private final PendingOperation rollup;

    private RequestRecorder(Recorder recorder, boolean toServer, PendingOperation recorded, PendingOperation rollup) {
        this.recorder = recorder;
        this.toServer = toServer;
        this.recorded = recorded;
        this.rollup = rollup;
    }

    /** It is sent now. */
    static RequestRecorder now(Recorder recorder, String subject, Headers headers, byte[] body) {
        return PublishRecorder.isServers(subject)
                ? new RequestRecorder(
                        recorder, true, PublishRecorder.toServer(recorder, subject, body), PendingOperation.NONE)
                : new RequestRecorder(
                        recorder,
                        false,
                        PublishRecorder.message(recorder, subject, headers, body),
                        PublishRecorder.rollup(recorder, subject, headers));
    }

    /** An answer came; of several, the first that says anything of it counts. */
    void answered(Message message) {
        DeliveryRecorder.own(recorder).came(message);
        if (recorder == Recorder.NONE || message.isJetStream()) {
            return;
        }
        if (toServer && message.getData().length == 0) {
            recorded.ok(0);
            return;
        }
        Json.parse(new String(message.getData(), StandardCharsets.UTF_8))
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .ifPresent(this::answered);
    }

    void failed(VerbFailedException e) {
        e.tell(recorded);
        e.tell(rollup);
    }

    private void answered(JsonObject answer) {
        if (answer.get("error") instanceof JsonObject error) {
            if (error.get("err_code") instanceof JsonPrimitive && error.get("description") instanceof JsonPrimitive) {
                failed(new VerbFailedException(error));
            }
        } else if (toServer) {
            RemovalRecorder.answered(recorded, answer);
        } else {
            stored(answer);
        }
    }

    /** Whoever answers there: only a stream's acknowledgement says that it was stored. */
    private void stored(JsonObject answer) {
        Optional<PubAck> ack = PubAck.in(answer);
        ack.ifPresent(stream -> stream.record(recorded, rollup));
    }
}
