package dev.binrun.verb.consumer;

import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgument;
import java.time.Duration;
import java.util.Optional;

/** How each message is settled as it comes. */
public record Settling(
        @Arg("ack (if left out), nak, term, in_progress or none")
        Optional<Settle> ack,

        @Arg("of nak: how long until the message comes again")
        Optional<Duration> delay,

        @Arg("of term: why") Optional<String> reason) {

    public Settling {
        Settle how = ack.orElse(Settle.ACK);
        if (delay.isPresent() && how != Settle.NAK) {
            throw new InvalidArgument("delay", "delay belongs to ack: nak, this is ack: " + how);
        }
        if (reason.isPresent() && how != Settle.TERM) {
            throw new InvalidArgument("reason", "reason belongs to ack: term, this is ack: " + how);
        }
    }

    /** The same, with a default of its own where nothing is said. */
    Settling orElse(Settle how) {
        return ack.isPresent() ? this : new Settling(Optional.of(how), delay, reason);
    }

    Settle how() {
        return ack.orElse(Settle.ACK);
    }

    /** The protocol's text for it. */
    byte[] text() {
        return how().text(delay, reason);
    }
}
