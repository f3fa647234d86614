package dev.binrun.jetstream;

import dev.binrun.form.Quantity;
import java.time.Duration;

/** The header that limits the lifetime of a message (ADR-43). */
public final class MessageTtl {
    /** The name of the header. */
    public static final String HEADER = "Nats-TTL";

    /** The lifetime {@code never}: the stream keeps the message longer than its {@code max_age}. */
    private static final Duration FOR_EVER = Duration.ofSeconds(-1);

    private MessageTtl() {}

    /**
     * Returns the lifetime in a header's text (server/stream.go, parseMessageTTL): negative for {@code never}, zero if
     * it is none.
     */
    public static Duration of(String text) {
        if (text.equalsIgnoreCase("never")) {
            return FOR_EVER;
        }
        return Quantity.duration(text)
                .or(() -> Quantity.number(text).map(seconds -> Duration.ofSeconds(seconds.longValue())))
                .orElse(Duration.ZERO);
    }
}
