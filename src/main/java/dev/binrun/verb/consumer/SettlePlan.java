package dev.binrun.verb.consumer;

import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgumentException;
import java.time.Duration;
import java.util.Optional;

/** How each message is settled as it comes. */
public record SettlePlan(
        @Arg("ack (if left out), nak, term, in_progress or none")
        Optional<SettleKind> ack,

        @Arg("ack: nak, in the nats CLI's words") boolean nak,
        @Arg("ack: term, in the nats CLI's words") boolean term,

        @Arg("of nak: how long until the message comes again")
        Optional<Duration> delay,

        @Arg("of term: why") Optional<String> reason) {

    public SettlePlan {
        if (nak && term || ack.isPresent() && (nak || term)) {
            throw new InvalidArgumentException(
                    nak ? "nak" : "term", "a message is settled in one way: ack, nak or term");
        }
        SettleKind how = how(ack, nak, term);
        if (delay.isPresent() && how != SettleKind.NAK) {
            throw new InvalidArgumentException("delay", "delay belongs to ack: nak, this is ack: " + how);
        }
        if (reason.isPresent() && how != SettleKind.TERM) {
            throw new InvalidArgumentException("reason", "reason belongs to ack: term, this is ack: " + how);
        }
    }

    /** The same, with a default of its own where nothing is said. */
    SettlePlan orElse(SettleKind how) {
        return isSaid() ? this : new SettlePlan(Optional.of(how), false, false, delay, reason);
    }

    SettleKind how() {
        return how(ack, nak, term);
    }

    /** Whether the scenario says how. */
    boolean isSaid() {
        return ack.isPresent() || nak || term;
    }

    /** The protocol's text for it. */
    byte[] text() {
        return how().text(delay, reason);
    }

    private static SettleKind how(Optional<SettleKind> ack, boolean nak, boolean term) {
        return nak ? SettleKind.NAK : term ? SettleKind.TERM : ack.orElse(SettleKind.ACK);
    }
}
