package dev.binrun.verb.consumer;

import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgument;
import java.time.Duration;
import java.util.Optional;

/** How each message is settled as it comes. */
public record Settling(
        @Arg("ack (if left out), nak, term, in_progress or none")
        Optional<Settle> ack,

        @Arg("ack: nak, in the nats CLI's words") boolean nak,
        @Arg("ack: term, in the nats CLI's words") boolean term,

        @Arg("of nak: how long until the message comes again")
        Optional<Duration> delay,

        @Arg("of term: why") Optional<String> reason) {

    public Settling {
        if (nak && term || ack.isPresent() && (nak || term)) {
            throw new InvalidArgument(nak ? "nak" : "term", "a message is settled in one way: ack, nak or term");
        }
        Settle how = how(ack, nak, term);
        if (delay.isPresent() && how != Settle.NAK) {
            throw new InvalidArgument("delay", "delay belongs to ack: nak, this is ack: " + how);
        }
        if (reason.isPresent() && how != Settle.TERM) {
            throw new InvalidArgument("reason", "reason belongs to ack: term, this is ack: " + how);
        }
    }

    /** The same, with a default of its own where nothing is said. */
    Settling orElse(Settle how) {
        return isSaid() ? this : new Settling(Optional.of(how), false, false, delay, reason);
    }

    Settle how() {
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

    private static Settle how(Optional<Settle> ack, boolean nak, boolean term) {
        return nak ? Settle.NAK : term ? Settle.TERM : ack.orElse(Settle.ACK);
    }
}
