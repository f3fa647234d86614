package dev.binrun.verb;

import com.google.gson.JsonObject;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.VerbFailedException;
import java.time.Duration;
import java.util.Optional;

/** One thing that a step does; implemented by records whose components are its arguments. */
public interface Verb {
    /**
     * Does it.
     *
     * @return the answer, the server's own where it has one
     * @throws VerbFailedException if the server refused or did not answer
     * @throws InterruptedException if the scenario's time is up
     */
    JsonObject run(World world) throws InterruptedException;

    /** Returns why the background verbs of the answer bring nothing more, if one of them has ended by itself. */
    default Optional<String> ended(World world) {
        return Optional.empty();
    }

    /** How long each of its requests may wait for its answer; empty for {@link Api#TIMEOUT}. */
    default Optional<Duration> timeout() {
        return Optional.empty();
    }

    /** How long the arguments let it take; zero where they say nothing. */
    default Duration atMost() {
        return timeout().orElse(Duration.ZERO);
    }
}
