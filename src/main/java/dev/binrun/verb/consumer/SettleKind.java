package dev.binrun.verb.consumer;

import com.google.gson.JsonObject;
import dev.binrun.form.Choice;
import dev.binrun.history.OperationKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A way to settle a delivered message (ADR-13). The server confirms each, except {@code none}. */
public enum SettleKind implements Choice {
    ACK(OperationKind.ACK, "true"),
    NAK(OperationKind.NAK),
    TERM(OperationKind.TERM),
    IN_PROGRESS(null),
    NONE(null, "false");

    private final Optional<OperationKind> operation;
    private final List<String> also;

    /**
     * Creates a kind.
     *
     * @param also the values of the nats CLI's flag {@code --ack} that mean it
     */
    SettleKind(OperationKind operation, String... also) {
        this.operation = Optional.ofNullable(operation);
        this.also = List.of(also);
    }

    @Override
    public List<String> also() {
        return also;
    }

    /**
     * Returns the payload of the acknowledgement.
     *
     * @param delay the delay of a nak before the redelivery
     * @param reason the reason of a term in the server's advisory
     */
    byte[] text(Optional<Duration> delay, Optional<String> reason) {
        String text = switch (this) {
            case ACK -> "+ACK";
            case NAK -> "-NAK" + delay.map(time -> " " + delayed(time)).orElse("");
            case TERM -> "+TERM" + reason.map(why -> " " + why).orElse("");
            case IN_PROGRESS -> "+WPI";
            case NONE -> "";
        };
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns its kind of operation in the history; empty if it does not settle the message. */
    Optional<OperationKind> operation() {
        return operation;
    }

    /** Returns the name in a scenario. */
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
