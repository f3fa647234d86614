package dev.binrun.verb.consumer;

import com.google.gson.JsonObject;
import dev.binrun.form.Choice;
import dev.binrun.history.OperationKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a delivered message is settled (ADR-13); each is confirmed by the server, except {@code none}. */
public enum SettleKind implements Choice {
    ACK(OperationKind.ACK, "true"),
    NAK(OperationKind.NAK),
    TERM(OperationKind.TERM),
    IN_PROGRESS(null),
    NONE(null, "false");

    private final Optional<OperationKind> kind;
    private final List<String> also;

    /** @param also what the nats CLI's flag {@code --ack} says for it */
    SettleKind(OperationKind kind, String... also) {
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
    Optional<OperationKind> kind() {
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
