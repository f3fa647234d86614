package dev.binrun.verb;

import java.time.Duration;
import java.util.Optional;

/** A verb with an argument {@code timeout}, which limits each of its requests. */
public interface TimedVerb extends Verb {
    /** Returns the argument; empty if the step does not state it. */
    Optional<Duration> timeout();

    @Override
    default Optional<Duration> requestTimeout() {
        return timeout();
    }

    @Override
    default Duration atMost() {
        return timeout().orElse(Duration.ZERO);
    }
}
