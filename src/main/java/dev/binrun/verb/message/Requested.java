package dev.binrun.verb.message;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.binrun.history.Asked;
import dev.binrun.history.Recorder;
import dev.binrun.verb.Deliveries;
import dev.binrun.verb.Json;
import dev.binrun.verb.Removals;
import dev.binrun.verb.VerbFailed;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A {@code request} as the history has it. It may be anything: a publish that a stream acknowledges, a request to the API that removes
 * messages, a message's acknowledgement, a pull.
 */
final class Requested {
    private final Recorder recorder;
    private final boolean toServer;
    private final Asked recorded;
    private final Asked rollup;

    private Requested(Recorder recorder, boolean toServer, Asked recorded, Asked rollup) {
        this.recorder = recorder;
        this.toServer = toServer;
        this.recorded = recorded;
        this.rollup = rollup;
    }

    /** It is sent now. */
    static Requested now(Recorder recorder, String subject, Headers headers, byte[] body) {
        return Published.isServers(subject)
                ? new Requested(recorder, true, Published.toServer(recorder, subject, body), Asked.NONE)
                : new Requested(
                        recorder,
                        false,
                        Published.message(recorder, subject, headers, body),
                        Published.rollup(recorder, subject, headers));
    }

    /** An answer came; of several, the first that says anything of it counts. */
    void answered(Message message) {
        Deliveries.own(recorder).came(message);
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

    void failed(VerbFailed e) {
        e.tell(recorded);
        e.tell(rollup);
    }

    private void answered(JsonObject answer) {
        if (answer.get("error") instanceof JsonObject error) {
            if (error.get("err_code") instanceof JsonPrimitive && error.get("description") instanceof JsonPrimitive) {
                failed(new VerbFailed(error));
            }
        } else if (toServer) {
            Removals.answered(recorded, answer);
        } else {
            stored(answer);
        }
    }

    /** Whoever answers there: only a stream's acknowledgement says that it was stored. */
    private void stored(JsonObject answer) {
        Optional<Acknowledged> ack = Acknowledged.in(answer);
        ack.ifPresent(stream -> stream.record(recorded, rollup));
    }
}
