package dev.binrun.verb.consumer;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** How a delivered message is settled (ADR-13); each is confirmed by the server, except {@code none}. */
public enum Settle {
    ACK,
    NAK,
    TERM,
    IN_PROGRESS,
    NONE;

    /**
     * The protocol's text for it.
     *
     * @param delay of a nak, before it is delivered again
     * @param reason of a term, for the server's advisory
     */
    byte[] text(Optional<Duration> delay, Optional<String> reason) {
        String text = switch (this) {
            case ACK -> "+ACK";
            case NAK -> "-NAK" + delay.map(d -> " " + delayed(d)).orElse("");
            case TERM -> "+TERM" + reason.map(r -> " " + r).orElse("");
            case IN_PROGRESS -> "+WPI";
            case NONE -> "";
        };
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The name in a scenario. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static JsonObject delayed(Duration delay) {
        JsonObject json = new JsonObject();
        json.addProperty("delay", delay.toNanos());
        return json;
    }
}
