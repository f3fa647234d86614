package dev.binrun.verb.message;

import com.google.gson.JsonElement;
import dev.binrun.history.OperationKind;
import dev.binrun.history.PendingOperation;
import dev.binrun.history.Recorder;
import dev.binrun.jetstream.ApiRecorder;
import dev.binrun.jetstream.DeliveryRecorder;
import dev.binrun.jetstream.Json;
import dev.binrun.jetstream.MessageTtl;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Records published messages in the history: messages for streams, their rollups, API requests and acknowledgements.
 */
final class PublishRecorder {
    private static final Pattern API = Pattern.compile("\\$JS\\.(?:[^.]+\\.)?API\\.(.*)");

    private static final Pattern KEY = Pattern.compile("\\$KV\\.([^.]+)\\.(.+)");

    private PublishRecorder() {}

    /** Records that a message is sent now which a stream may store. */
    static PendingOperation message(Recorder recorder, String subject, Headers headers, byte[] body) {
        if (headers == null || recorder == Recorder.NONE) {
            return recorder.publish(subject, body, "", Duration.ZERO);
        }
        if ("eob".equals(headers.getFirst("Nats-Batch-Commit"))) { // ends its batch, and is not stored
            return PendingOperation.NONE;
        }
        Matcher key = KEY.matcher(subject);
        if (key.matches() && text(headers, "KV-Operation").matches("DEL|PURGE")) {
            return marker(recorder, key.group(1), key.group(2), headers);
        }
        boolean counts = headers.getFirst("Nats-Incr") != null;
        return recorder.publish(subject, counts ? null : body, text(headers, "Nats-Msg-Id"), ttl(headers));
    }

    /** A delete or purge marker of a key, as {@code kv del} and {@code kv purge} send it. */
    private static PendingOperation marker(Recorder recorder, String bucket, String key, Headers headers) {
        return text(headers, "Nats-Rollup").equalsIgnoreCase("sub")
                ? recorder.kvPurge(bucket, key, -1, ttl(headers))
                : recorder.kvDel(bucket, key, -1);
    }

    /** Records that a message is sent now which removes earlier messages when it is stored. */
    static PendingOperation rollup(Recorder recorder, String subject, Headers headers) {
        if (headers == null || recorder == Recorder.NONE) {
            return PendingOperation.NONE;
        }
        if (headers.getFirst("Nats-Schedule")
                != null) { // it replaces the last schedule, and is removed when it is done
            recorder.remove("", subject, 0);
        }
        if (headers.getFirst("Nats-Scheduler") != null) {
            recorder.remove("", text(headers, "Nats-Scheduler"), 0);
        }
        return switch (text(headers, "Nats-Rollup").toLowerCase(Locale.ROOT)) {
            case "sub" -> recorder.remove("", subject, 0);
            case "all" -> recorder.remove("", "", 0);
            default -> PendingOperation.NONE;
        };
    }

    /** Records that a message is sent now to the server itself: an API request or an acknowledgement. */
    static PendingOperation toServer(Recorder recorder, String subject, byte[] body) {
        if (recorder == Recorder.NONE) {
            return PendingOperation.NONE;
        }
        Optional<String> api = apiSubject(subject);
        if (api.isPresent()) {
            return ApiRecorder.operation(recorder, api.get(), apiRequest(body));
        }
        String text = new String(body, StandardCharsets.UTF_8);
        OperationKind kind = text.startsWith("-NAK")
                ? OperationKind.NAK
                : text.startsWith("+TERM") ? OperationKind.TERM : text.startsWith("+WPI") ? null : OperationKind.ACK;
        return kind == null
                ? PendingOperation.NONE
                : DeliveryRecorder.own(recorder).settle(kind, subject);
    }

    /**
     * Returns the part of a subject after {@code $JS.API.}, or after {@code $JS.DOMAIN.API.}; empty for other subjects.
     */
    static Optional<String> apiSubject(String subject) {
        Matcher api = API.matcher(subject);
        return api.matches() ? Optional.of(api.group(1)) : Optional.empty();
    }

    /** Returns the JSON of a request to the API; null if it is empty or not JSON. */
    static JsonElement apiRequest(byte[] body) {
        return Json.parse(new String(body, StandardCharsets.UTF_8)).orElse(null);
    }

    /** Returns whether a subject belongs to the server, so that no stream stores the message. */
    static boolean isServers(String subject) {
        return subject.startsWith("$JS.");
    }

    private static Duration ttl(Headers headers) {
        String ttl = headers.getFirst(MessageTtl.HEADER);
        return ttl == null ? Duration.ZERO : MessageTtl.of(ttl);
    }

    private static String text(Headers headers, String name) {
        String value = headers.getFirst(name);
        return value == null ? "" : value;
    }
}
