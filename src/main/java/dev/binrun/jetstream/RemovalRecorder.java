package dev.binrun.jetstream;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.binrun.history.PendingOperation;
import dev.binrun.history.Recorder;
import java.util.Optional;

/**
 * Requests to the API that remove messages, or a consumer, or say what a stream is to keep, as the history has them: what is gone
 * because of them is not lost.
 */
public final class RemovalRecorder {
    private static final String PURGE = "STREAM.PURGE.";
    private static final String STREAM = "STREAM.DELETE.";
    private static final String MADE = "STREAM.CREATE.";
    private static final String CHANGED = "STREAM.UPDATE.";
    private static final String MESSAGE = "STREAM.MSG.DELETE.";
    private static final String CONSUMER = "CONSUMER.DELETE.";
    private static final String RESET = "CONSUMER.RESET.";

    private RemovalRecorder() {}

    /**
     * Records a request that is sent now, if it removes anything, or will have it removed.
     *
     * @param subject after {@code $JS.API.}
     * @param request the request's JSON; null for none
     */
    public static PendingOperation asked(Recorder recorder, String subject, JsonElement request) {
        boolean removes = subject.startsWith(PURGE)
                || subject.startsWith(STREAM)
                || configures(subject)
                || subject.startsWith(MESSAGE)
                || subject.startsWith(CONSUMER)
                || subject.startsWith(RESET);
        if (recorder == Recorder.NONE || !removes) {
            return PendingOperation.NONE;
        }
        JsonObject body = request instanceof JsonObject tree ? tree : new JsonObject();
        if (subject.startsWith(PURGE)) {
            return purge(recorder, subject.substring(PURGE.length()), body);
        }
        if (configures(subject)) {
            return recorder.configure(subject.substring(MADE.length()), StreamConfig.limits(body));
        }
        if (subject.startsWith(STREAM)) {
            return recorder.removeStream(subject.substring(STREAM.length()));
        }
        if (subject.startsWith(MESSAGE)) {
            return recorder.removeOne(subject.substring(MESSAGE.length()), number(body, "seq"));
        }
        String[] both = subject.split("\\.", 4); // CONSUMER, what, stream, consumer
        if (both.length < 4) {
            return PendingOperation.NONE;
        }
        return subject.startsWith(RESET)
                ? recorder.resetConsumer(both[2], both[3], number(body, "seq"))
                : recorder.removeConsumer(both[2], both[3]);
    }

    private static boolean configures(String subject) {
        return subject.startsWith(MADE) || subject.startsWith(CHANGED);
    }

    /** The request was answered; a purge that found nothing removed nothing. */
    public static void answered(PendingOperation removal, JsonObject response) {
        if (response.has("purged") && number(response, "purged") == 0) {
            removal.failed();
        } else {
            removal.ok(0);
        }
    }

    /** The request was refused, or not answered. */
    public static void failed(PendingOperation removal, VerbFailedException e) {
        e.tell(removal);
    }

    /** All before {@code seq}, or all but so many, or all (server/stream.go, JSApiStreamPurgeRequest). */
    private static PendingOperation purge(Recorder recorder, String stream, JsonObject request) {
        String filter = value(request, "filter").map(JsonPrimitive::getAsString).orElse("");
        long keep = number(request, "keep");
        return keep > 0
                ? recorder.removeAllBut(stream, filter, keep)
                : recorder.remove(stream, filter, Math.max(0, number(request, "seq") - 1));
    }

    /** A number of a request that may be of any shape: the server is its judge. */
    private static long number(JsonObject tree, String field) {
        return value(tree, field)
                .filter(JsonPrimitive::isNumber)
                .map(JsonPrimitive::getAsLong)
                .orElse(0L);
    }

    private static Optional<JsonPrimitive> value(JsonObject tree, String field) {
        return Optional.ofNullable(tree.get(field))
                .filter(JsonElement::isJsonPrimitive)
                .map(JsonElement::getAsJsonPrimitive);
    }
}
