package dev.binrun.engine.aftermath;

import dev.binrun.history.Fingerprint;
import dev.binrun.jetstream.StoredMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A message's headers as each replica and each mirror is to have them: those aside that the server writes or takes on the way. */
final class StoredHeaders {
    /**
     * Who asked (accounts.go, ClientInfoHdr), what traces a message (msgtrace.go), and what was expected of the stream where it was
     * published, which a mirror leaves out (stream.go, setupMirrorConsumer).
     */
    private static final List<String> ON_THE_WAY = List.of(
            "nats-request-info:",
            "nats-trace-",
            "xats-trace-",
            "traceparent:",
            "xraceparent:",
            "nats-expected-",
            "nats-batch-");

    private StoredHeaders() {}

    /** Their fingerprint; 0 if there are none. */
    static long fingerprint(StoredMessage message) {
        String kept = new String(message.headers(), StandardCharsets.ISO_8859_1)
                .lines()
                .skip(1) // NATS/1.0
                .filter(line -> !line.isEmpty() && isKept(line.toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining("\n"));
        return kept.isEmpty() ? 0 : Fingerprint.of(kept);
    }

    private static boolean isKept(String line) {
        return ON_THE_WAY.stream().noneMatch(line::startsWith);
    }
}
