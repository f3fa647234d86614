package dev.binrun.page;

import dev.binrun.jetstream.VerbFailedException;
import io.nats.client.Connection;
import java.time.Duration;
import java.util.List;

/** A change that a user makes on the page. */
interface PageAction {
    /** The time in which the server must reply. */
    Duration PATIENCE = Duration.ofSeconds(5);

    /** Returns the words of the command of the nats CLI with the same effect, without {@code nats} itself. */
    List<String> command();

    /**
     * Makes the change, and returns a sentence about its effect.
     *
     * @throws VerbFailedException if the server rejects the change, or does not reply
     */
    String perform(Connection nc) throws InterruptedException;
}
