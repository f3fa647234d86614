package dev.binrun.jetstream;

import dev.binrun.history.Recorder;
import io.nats.client.Connection;
import java.time.Duration;

/** The client that sends a request: its connection, the recorder of its operations, and how long it may wait. */
public interface ClientContext {
    /**
     * Returns the connection of the client.
     *
     * @throws VerbFailedException if the client cannot connect
     */
    Connection connection();

    /** Returns the time that is left; zero when it is up. */
    Duration timeLeft();

    /** Returns the recorder of the client's operations; by default they are not recorded. */
    default Recorder recorder() {
        return Recorder.NONE;
    }

    /** Returns the streams and consumers that the run has created; by default they are not recorded. */
    default CreatedAssets createdAssets() {
        return new CreatedAssets(() -> 0, false);
    }

    /** Returns the longest that a single request may take. */
    default Duration patience() {
        Duration left = timeLeft();
        return left.compareTo(Api.TIMEOUT) < 0 ? left : Api.TIMEOUT;
    }
}
