package dev.binrun.verb;

import io.nats.client.Connection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What a verb may use of the run that it is part of. */
public interface World {
    /**
     * The connection of the step's client.
     *
     * @throws VerbFailed if it cannot be made
     */
    Connection connection();

    /** The time that is left to the scenario; zero when it is up. */
    Duration timeLeft();

    /** The folder of the scenario's file, which its paths are relative to. */
    Path folder();

    /** The storage of what does not say one; the server's default if empty. */
    Optional<String> defaultStorage();

    /** The server's version, such as {@code 2.14.0}. */
    String serverVersion();

    /** The longest that a single request may take. */
    default Duration patience() {
        Duration left = timeLeft();
        return left.compareTo(Api.TIMEOUT) < 0 ? left : Api.TIMEOUT;
    }
}
