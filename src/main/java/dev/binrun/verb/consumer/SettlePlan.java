package dev.binrun.verb.consumer;

import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgumentException;
import java.time.Duration;
import java.util.Optional;

/** The way in which a step settles messages. */
public record SettlePlan(
        @Arg("ack, nak, term, in_progress or none; ack if left out")
        Optional<SettleKind> ack,

        @Arg("ack: nak, as the nats CLI writes it") boolean nak,
        @Arg("ack: term, as the nats CLI writes it") boolean term,

        @Arg("the delay of a nak before the redelivery") Optional<Duration> delay,

        @Arg("the reason of a term") Optional<String> reason) {

    public SettlePlan {
        if (nak && term || ack.isPresent() && (nak || term)) {
            throw new InvalidArgumentException(
                    nak ? "nak" : "term", "a message is settled in one way; state only one of ack, nak and term");
        }
        SettleKind kind = kind(ack, nak, term);
        if (delay.isPresent() && kind != SettleKind.NAK) {
            throw new InvalidArgumentException("delay", "delay needs ack: nak, this is ack: " + kind);
        }
        if (reason.isPresent() && kind != SettleKind.TERM) {
            throw new InvalidArgumentException("reason", "reason needs ack: term, this is ack: " + kind);
        }
    }

    /** Returns this plan, with another default if the scenario states no way. */
    SettlePlan orElse(SettleKind kind) {
        return isStated() ? this : new SettlePlan(Optional.of(kind), false, false, delay, reason);
    }

    /** Returns the kind that the scenario states, or {@code ack}. */
    SettleKind kind() {
        return kind(ack, nak, term);
    }

    /** Returns whether the scenario states a kind. */
    boolean isStated() {
        return ack.isPresent() || nak || term;
    }

    /** Returns the payload of the acknowledgement. */
    byte[] text() {
        return kind().text(delay, reason);
    }

    private static SettleKind kind(Optional<SettleKind> ack, boolean nak, boolean term) {
        return nak ? SettleKind.NAK : term ? SettleKind.TERM : ack.orElse(SettleKind.ACK);
    }
}
