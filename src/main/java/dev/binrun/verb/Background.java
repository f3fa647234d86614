package dev.binrun.verb;

import java.util.Optional;

/** What goes on after the step that began it, and gathers what comes, until it is stopped or the scenario ends. */
public interface Background extends AutoCloseable {
    /** What has come so far. */
    GatheredMessages gathered();

    /** How many messages there are that it is still to get by itself, as the server says when asked; 0 where it reads from no consumer. */
    default long pending() {
        return 0;
    }

    /** Whether it is not done yet with what came, as with messages whose acknowledgement is not confirmed. */
    default boolean busy() {
        return false;
    }

    /**
     * Returns why nothing more comes, if something other than the scenario's {@code stop} ended it. Asks the server if only the
     * server knows, as of a push consumer that was deleted.
     */
    default Optional<String> ended() {
        return gathered().end();
    }

    /** Ends it, what has come stays; once ended nothing happens. */
    @Override
    void close();
}
