package dev.binrun.verb.consumer;

import com.google.gson.JsonObject;
import dev.binrun.form.Choice;
import dev.binrun.history.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a delivered message is settled (ADR-13); each is confirmed by the server, except {@code none}. */
public enum Settle implements Choice {
    ACK(Kind.ACK, "true"),
    NAK(Kind.NAK),
    TERM(Kind.TERM),
    IN_PROGRESS(null),
    NONE(null, "false");

    private final Optional<Kind> kind;
    private final List<String> also;

    /** @param also what the nats CLI's flag {@code --ack} says for it */
    Settle(Kind kind, String... also) {
        this.kind = Optional.ofNullable(kind);
        this.also = List.of(also);
    }

    @Override
    public List<String> also() {
        return also;
    }

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

    /** What the history calls it; empty where nothing is settled. */
    Optional<Kind> kind() {
        return kind;
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
