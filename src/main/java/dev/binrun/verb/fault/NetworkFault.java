package dev.binrun.verb.fault;

import dev.binrun.verb.Verb;
import java.time.Duration;

/** A verb that changes the network between two sides. */
interface NetworkFault extends Verb {
    /** Returns the arguments that select the two sides and limit the time. */
    NetworkSides sides();

    @Override
    default Duration atMost() {
        return sides().timeout().orElse(Duration.ZERO);
    }
}
