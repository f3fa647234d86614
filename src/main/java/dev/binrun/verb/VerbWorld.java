package dev.binrun.verb;

import com.google.gson.JsonObject;
import dev.binrun.jetstream.ClientContext;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.server.cluster.Faults;
import dev.binrun.server.cluster.Target;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The parts of a run that a built-in verb may use. A project's own verb sees only {@link World}. */
public interface VerbWorld extends World, ClientContext {
    @Override
    Connection connection();

    @Override
    Duration timeLeft();

    @Override
    default Duration patience() {
        return ClientContext.super.patience();
    }

    /** Returns the system that the scenario runs against. */
    Target target();

    @Override
    default Faults faults() {
        return target().faults()
                .orElseThrow(() -> new UnsupportedOperationException("the target does not allow faults"));
    }

    /**
     * Returns a connection to the system account; that of the step's client if binrun has no user in that account.
     *
     * @throws VerbFailedException if the client cannot connect
     */
    default Connection systemConnection() {
        return connection();
    }

    /**
     * Returns the dispatcher of the step's connection, which handles messages one after the other, in the order of
     * their arrival.
     *
     * @throws VerbFailedException if the client cannot connect
     */
    Dispatcher dispatcher();

    /**
     * Returns the remaining time of the step: that of its {@code within}, or else of the scenario; zero when it is up.
     */
    default Duration stepLeft() {
        return timeLeft();
    }

    /** Returns the storage for streams that state none; empty for the server's default. */
    Optional<String> defaultStorage();

    /**
     * Returns how long one try of the step may wait for its reply: the wanted time, but with {@code within} no longer
     * than that lasts, or a very short time if it is over.
     */
    default Duration tryFor(Duration wanted) {
        return wanted;
    }

    /** Notes messages that the step consumes, so that they are shown even if the step fails or is tried again. */
    default void takes(GatheredMessages gathered) {}

    /** Keeps a background activity running after the step, under the step's name ({@code as}) if it has one. */
    void keep(Background background);

    /**
     * Returns the background activities that earlier steps started under a name, in the order of their start; empty if
     * there are none.
     */
    List<Background> kept(String name);

    /**
     * Runs steps within this one, in order; their first failure ends them and this step.
     *
     * @param turn the value of <code>$&#123;i&#125;</code> in them
     * @param turns the number of turns, if it is known
     */
    void run(NestedSteps steps, long turn, Optional<Long> turns) throws InterruptedException;

    /**
     * Runs steps within this one, in order. The error of a verb ends these steps but not this one; a failed expectation
     * ends both.
     *
     * @return the error; empty if all verbs succeeded
     */
    default Optional<JsonObject> attempt(NestedSteps steps, long turn, Optional<Long> turns)
            throws InterruptedException {
        throw new UnsupportedOperationException("there are no inner steps");
    }

    /**
     * Runs lists of steps in parallel, and returns when all have ended; the first failure ends them all and this step.
     */
    void runBeside(List<NestedSteps> branches) throws InterruptedException;
}
