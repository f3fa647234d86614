package dev.binrun.verb.fault;

import dev.binrun.verb.Verb;
import java.time.Duration;

/** A verb that does something to one server. */
interface ServerFault extends Verb {
    /** Returns the arguments that select the server and limit the time. */
    FaultTarget target();

    @Override
    default Duration atMost() {
        return target().timeout().orElse(Duration.ZERO);
    }
}
