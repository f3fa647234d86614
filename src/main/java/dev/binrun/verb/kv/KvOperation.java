package dev.binrun.verb.kv;

import dev.binrun.jetstream.StoredMessage;
import io.nats.client.Message;
import java.util.List;
import java.util.function.UnaryOperator;

/** What a stored message did to its key (ADR-8). */
enum KvOperation {
    PUT,
    DEL,
    PURGE;

    static final String HEADER = "KV-Operation";

    /** What a message did that the bucket holds. */
    static KvOperation of(StoredMessage message) {
        var headers = message.parsedHeaders();
        return of(name ->
                headers.getOrDefault(name, List.of()).stream().findFirst().orElse(null));
    }

    /** What a message did that was delivered. */
    static KvOperation of(Message message) {
        return of(name ->
                message.getHeaders() == null ? null : message.getHeaders().getFirst(name));
    }

    /** The operation that headers tell; a marker that a limit left behind is one too (ADR-48). */
    private static KvOperation of(UnaryOperator<String> headers) {
        String said = headers.apply(HEADER);
        if (said != null) {
            return said.equals("DEL") ? DEL : said.equals("PURGE") ? PURGE : PUT;
        }
        String reason = headers.apply("Nats-Marker-Reason");
        return reason == null ? PUT : reason.equals("Remove") ? DEL : PURGE;
    }
}
