package dev.binrun.engine;

import dev.binrun.history.Fingerprint;
import dev.binrun.verb.StoredMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A message's headers as each replica and each mirror is to have them: those aside that the server writes or takes on the way. */
final class StoredHeaders {
    /** Who asked (accounts.go, ClientInfoHdr), and what traces a message (msgtrace.go). */
    private static final List<String> ON_THE_WAY =
            List.of("nats-request-info:", "nats-trace-", "xats-trace-", "traceparent:", "xraceparent:");

    private StoredHeaders() {}

    /** Their fingerprint; 0 if there are none. */
    static long fingerprint(StoredMessage message) {
        if (message.headers().length == 0) {
            return 0;
        }
        String text = new String(message.headers(), StandardCharsets.ISO_8859_1);
        String lower = text.toLowerCase(Locale.ROOT);
        if (ON_THE_WAY.stream().noneMatch(lower::contains)) {
            return Fingerprint.of(message.headers());
        }
        String kept = text.lines()
                .filter(line -> ON_THE_WAY.stream().noneMatch(line.toLowerCase(Locale.ROOT)::startsWith))
                .collect(Collectors.joining("\n"));
        return Fingerprint.of(kept);
    }
}
