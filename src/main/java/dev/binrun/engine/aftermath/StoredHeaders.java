package dev.binrun.engine.aftermath;

import dev.binrun.history.Fingerprint;
import dev.binrun.jetstream.StoredMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The headers of a message that all replicas and mirrors have: those that a server neither adds nor removes. */
final class StoredHeaders {
    /**
     * The client of a request (accounts.go, ClientInfoHdr), tracing (msgtrace.go), and the expectations of a publisher,
     * which a mirror removes (stream.go, setupMirrorConsumer).
     */
    private static final List<String> VOLATILE = List.of(
            "nats-request-info:",
            "nats-trace-",
            "xats-trace-",
            "traceparent:",
            "xraceparent:",
            "nats-expected-",
            "nats-batch-");

    private StoredHeaders() {}

    /** Returns the fingerprint of these headers; 0 if there are none. */
    static long fingerprint(StoredMessage message) {
        String kept = new String(message.headers(), StandardCharsets.ISO_8859_1)
                .lines()
                .skip(1) // NATS/1.0
                .filter(line -> !line.isEmpty() && isKept(line.toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining("\n"));
        return kept.isEmpty() ? 0 : Fingerprint.of(kept);
    }

    private static boolean isKept(String line) {
        return VOLATILE.stream().noneMatch(line::startsWith);
    }
}
