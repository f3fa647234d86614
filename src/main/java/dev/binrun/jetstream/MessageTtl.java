package dev.binrun.jetstream;

import dev.binrun.form.Quantity;
import java.time.Duration;

/** How long a message is kept, as its header says (ADR-43). */
public final class MessageTtl {
    public static final String HEADER = "Nats-TTL";

    /** Kept though the stream has a {@code max_age}. */
    private static final Duration FOR_EVER = Duration.ofSeconds(-1);

    private MessageTtl() {}

    /** The time that a header's text stands for (server/stream.go, parseMessageTTL); zero if none that we know of. */
    public static Duration of(String text) {
        if (text.equalsIgnoreCase("never")) {
            return FOR_EVER;
        }
        return Quantity.duration(text)
                .or(() -> Quantity.number(text).map(seconds -> Duration.ofSeconds(seconds.longValue())))
                .orElse(Duration.ZERO);
    }
}
