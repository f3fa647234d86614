package dev.binrun.verb;

import dev.binrun.server.cluster.Faults;
import io.nats.client.Connection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** The parts of a run that an {@link OwnVerb} may use. */
@API(status = Status.EXPERIMENTAL)
public interface World {
    /**
     * Returns the connection of the step's client. If the client cannot connect, the exception that this throws fails
     * the step.
     */
    Connection connection();

    /** Returns the URLs for clients, such as {@code nats://127.0.0.1:4222}, separated by commas. */
    String url();

    /** Returns the version of the server, such as {@code 2.14.0}. */
    String serverVersion();

    /**
     * Returns the control over the servers' processes and the network between them.
     *
     * @throws UnsupportedOperationException if the scenario runs against servers that allow no faults
     */
    Faults faults();

    /** Returns the folder of the scenario's file; paths in the scenario are relative to it. */
    Path folder();

    /** Returns the remaining time of the scenario; zero when it is up. */
    Duration timeLeft();

    /** Returns the longest that a single request may take; shorter if the scenario or {@code within} ends before. */
    Duration patience();

    /**
     * Returns the source of random choices. It depends on the scenario's seed and the step only, so each run chooses
     * the same.
     */
    default RandomGenerator random() {
        return new SplittableRandom(1);
    }

    /** Closes a resource when the steps of the scenario are over; the last one is closed first. */
    void atEnd(AutoCloseable resource);
}
