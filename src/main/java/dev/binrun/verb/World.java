package dev.binrun.verb;

import com.google.gson.JsonObject;
import dev.binrun.jetstream.ClientContext;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.server.cluster.Faults;
import dev.binrun.server.cluster.Target;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** What a verb may use of the run that it is part of. */
public interface World extends ClientContext {
    /**
     * A connection to the servers' system account, where they have one of ours; else that of the step's client, who may be of it.
     *
     * @throws VerbFailedException if it cannot be made
     */
    default Connection systemConnection() {
        return connection();
    }

    /**
     * Takes what comes to that connection, one message after the other, in the order in which it came.
     *
     * @throws VerbFailedException if it cannot be made
     */
    Dispatcher dispatcher();

    /** The time that is left to the step: what is left of its {@code within}, or else of the scenario; zero when it is up. */
    default Duration stepLeft() {
        return timeLeft();
    }

    /** The folder of the scenario's file, which its paths are relative to. */
    Path folder();

    /** The storage of what does not say one; the server's default if empty. */
    Optional<String> defaultStorage();

    /** The server's version, such as {@code 2.14.0}. */
    String serverVersion();

    /** Returns the URL that clients connect to, such as {@code nats://127.0.0.1:4222}; the URLs of several servers are separated by commas. */
    String url();

    /** Returns the system that the scenario runs against. */
    Target target();

    /**
     * Returns the control over the target's processes and network.
     *
     * @throws UnsupportedOperationException if the target does not allow faults
     */
    default Faults faults() {
        return target().faults()
                .orElseThrow(() -> new UnsupportedOperationException("the target does not allow faults"));
    }

    /** What a verb chooses by: it follows from the scenario's seed and the step, so that every run chooses the same. */
    default RandomGenerator random() {
        return new SplittableRandom(1);
    }

    /**
     * Returns how long one try of the step may wait for its answer: as long as it wants, but with {@code within} no longer than that
     * lasts, or very shortly if it is over.
     */
    default Duration tryFor(Duration wanted) {
        return wanted;
    }

    /** Notes where messages are gathered that the step takes for good, so that they are shown though the step fails or is tried again. */
    default void takes(GatheredMessages gathered) {}

    /** Lets something go on after the step, under the step's name ({@code as}) if it has one. */
    void keep(Background background);

    /** What the steps before let go on under a name, in the order in which it began; empty if there is none. */
    List<Background> kept(String name);

    /**
     * Has steps within this one done, in order; their first failure ends them and this step.
     *
     * @param turn what <code>$&#123;i&#125;</code> is in them
     * @param turns how many turns there will be, if that is known
     */
    void run(NestedSteps steps, long turn, Optional<Long> turns) throws InterruptedException;

    /**
     * The same, but an error that a verb meets ends only the steps; what they state must hold all the same.
     *
     * @return the error, if one was met
     */
    default Optional<JsonObject> attempt(NestedSteps steps, long turn, Optional<Long> turns)
            throws InterruptedException {
        throw new UnsupportedOperationException("there are no steps within");
    }

    /** Has lists of steps within this one done beside each other, to their ends; the first failure ends them all and this step. */
    void runBeside(List<NestedSteps> branches) throws InterruptedException;

    /** Has something closed when the scenario's steps are over; what came last is closed first. */
    void atEnd(AutoCloseable resource);
}
