package dev.binrun.verb;

import com.google.gson.JsonObject;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.VerbFailedException;
import java.time.Duration;
import java.util.Optional;

/**
 * The action of one step, implemented by records whose components are its arguments. No method without parameters has
 * the name of an argument, so that no component implements one by accident; {@link TimedVerb} states where that is
 * meant.
 */
public interface Verb {
    /**
     * Runs the action once.
     *
     * @return the answer: the server's reply, if there is one
     * @throws VerbFailedException if the server rejected a request, or did not reply
     * @throws InterruptedException if the time of the scenario is up
     */
    JsonObject run(VerbWorld world) throws InterruptedException;

    /**
     * Returns why the background verbs that the answer is about gather nothing more, if one of them has ended by
     * itself.
     */
    default Optional<String> ended(VerbWorld world) {
        return Optional.empty();
    }

    /** Returns how long each request may wait for its reply; empty for {@link Api#TIMEOUT}. */
    default Optional<Duration> requestTimeout() {
        return Optional.empty();
    }

    /** Returns the longest time that the arguments state for the whole action; zero if they state none. */
    default Duration atMost() {
        return Duration.ZERO;
    }
}
