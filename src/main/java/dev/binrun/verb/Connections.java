package dev.binrun.verb;

import io.nats.client.Connection;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** What verbs do with a connection besides requests. */
final class Connections {
    private Connections() {}

    /**
     * Waits until the server has all that was sent.
     *
     * @throws VerbFailed if it does not confirm in time
     */
    static void flush(Connection connection, Duration patience) throws InterruptedException {
        try {
            connection.flush(patience);
        } catch (TimeoutException | IllegalStateException e) {
            throw VerbFailed.of("connection: the server did not confirm within "
                    + dev.binrun.form.Quantity.write(patience) + " what was sent (" + e.getMessage() + ")");
        }
    }
}
