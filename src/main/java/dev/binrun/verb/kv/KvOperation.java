package dev.binrun.verb.kv;

import dev.binrun.jetstream.StoredMessage;
import io.nats.client.Message;
import java.util.List;
import java.util.function.UnaryOperator;

/** The effect of a stored message on its key (ADR-8). */
enum KvOperation {
    PUT,
    DEL,
    PURGE;

    /** The header that names the operation; absent on a message with a value. */
    static final String HEADER = "KV-Operation";

    /** Returns the operation of a message that was read from the bucket. */
    static KvOperation of(StoredMessage message) {
        var headers = message.parsedHeaders();
        return of(name ->
                headers.getOrDefault(name, List.of()).stream().findFirst().orElse(null));
    }

    /** Returns the operation of a message that a consumer delivered. */
    static KvOperation of(Message message) {
        return of(name ->
                message.getHeaders() == null ? null : message.getHeaders().getFirst(name));
    }

    private static KvOperation of(UnaryOperator<String> headers) {
        String operation = headers.apply(HEADER);
        if (operation != null) {
            return operation.equals("DEL") ? DEL : operation.equals("PURGE") ? PURGE : PUT;
        }
        String reason = headers.apply("Nats-Marker-Reason"); // the marker of a limit (ADR-48)
        return reason == null ? PUT : reason.equals("Remove") ? DEL : PURGE;
    }
}
