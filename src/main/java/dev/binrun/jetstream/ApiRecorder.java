package dev.binrun.jetstream;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.form.JsonFields;
import dev.binrun.history.PendingOperation;
import dev.binrun.history.Recorder;

/**
 * Records one request to the JetStream API: in the history if it removes messages, a stream or a consumer, or
 * configures a stream, and in {@link CreatedAssets} if it creates a stream or a consumer. Messages that a recorded
 * request removed do not count as lost.
 */
public final class ApiRecorder {
    private static final String PURGE = "STREAM.PURGE.";
    private static final String DELETE_STREAM = "STREAM.DELETE.";
    private static final String CREATE = "STREAM.CREATE.";
    private static final String UPDATE = "STREAM.UPDATE.";
    private static final String DELETE_MESSAGE = "STREAM.MSG.DELETE.";
    private static final String DELETE_CONSUMER = "CONSUMER.DELETE.";
    private static final String RESET_CONSUMER = "CONSUMER.RESET.";

    private final CreatedAssets assets;
    private final String subject;
    private final PendingOperation operation;

    private ApiRecorder(CreatedAssets assets, String subject, PendingOperation operation) {
        this.assets = assets;
        this.subject = subject;
        this.operation = operation;
    }

    /**
     * Records that a request is sent now.
     *
     * @param subject the subject after {@code $JS.API.}
     * @param request the JSON of the request; null if it is empty
     */
    public static ApiRecorder sent(ClientContext client, String subject, JsonElement request) {
        return new ApiRecorder(client.createdAssets(), subject, operation(client.recorder(), subject, request));
    }

    /** Records a successful response. */
    public void succeeded(JsonObject response) {
        assets.succeeded(subject, response);
        if (response.has("purged") && JsonFields.number(response, "purged") == 0) {
            operation.failed(); // the purge found no message
        } else {
            operation.ok(0);
        }
    }

    /** Records that the server rejected the request, or did not reply. */
    public void failed(VerbFailedException e) {
        e.complete(operation);
    }

    /**
     * Adds a request to the history, if it removes or configures something.
     *
     * @param subject the subject after {@code $JS.API.}
     * @param request the JSON of the request; null if it is empty
     */
    public static PendingOperation operation(Recorder recorder, String subject, JsonElement request) {
        if (recorder == Recorder.NONE) {
            return PendingOperation.NONE;
        }
        JsonObject body = request instanceof JsonObject tree ? tree : new JsonObject();
        if (subject.startsWith(PURGE)) {
            return purge(recorder, subject.substring(PURGE.length()), body);
        }
        if (subject.startsWith(CREATE) || subject.startsWith(UPDATE)) {
            return recorder.configure(subject.substring(CREATE.length()), StreamConfig.limits(body));
        }
        if (subject.startsWith(DELETE_STREAM)) {
            return recorder.removeStream(subject.substring(DELETE_STREAM.length()));
        }
        if (subject.startsWith(DELETE_MESSAGE)) {
            return recorder.removeOne(subject.substring(DELETE_MESSAGE.length()), JsonFields.number(body, "seq"));
        }
        String[] tokens = subject.split("\\.", 4); // CONSUMER, DELETE or RESET, stream, consumer
        if (tokens.length == 4 && subject.startsWith(RESET_CONSUMER)) {
            return recorder.resetConsumer(tokens[2], tokens[3], JsonFields.number(body, "seq"));
        }
        return tokens.length == 4 && subject.startsWith(DELETE_CONSUMER)
                ? recorder.removeConsumer(tokens[2], tokens[3])
                : PendingOperation.NONE;
    }

    /**
     * Removes the messages before {@code seq}, or all but {@code keep}, or all (server/stream.go,
     * JSApiStreamPurgeRequest).
     */
    private static PendingOperation purge(Recorder recorder, String stream, JsonObject request) {
        String filter = JsonFields.text(request, "filter");
        long keep = JsonFields.number(request, "keep");
        return keep > 0
                ? recorder.removeAllBut(stream, filter, keep)
                : recorder.remove(stream, filter, Math.max(0, JsonFields.number(request, "seq") - 1));
    }
}
