package dev.binrun.verb;

import java.util.Optional;

/** An activity that continues after its step and gathers messages, until a step stops it or the scenario ends. */
public interface Background extends AutoCloseable {
    /** Returns the messages that have arrived so far. */
    GatheredMessages gathered();

    /**
     * Asks the server how many messages it will still deliver to this activity; 0 if the activity reads from no
     * consumer.
     */
    default long pending() {
        return 0;
    }

    /**
     * Returns whether messages that have arrived are still processed, such as those without a confirmed
     * acknowledgement.
     */
    default boolean busy() {
        return false;
    }

    /**
     * Returns why no more messages arrive, if something other than the scenario's {@code stop} ended the activity. Asks
     * the server if only the server knows, such as whether a push consumer was deleted.
     */
    default Optional<String> ended() {
        return gathered().end();
    }

    /** Ends the activity and keeps its messages; does nothing if it has ended. */
    @Override
    void close();
}
