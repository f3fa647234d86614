package dev.binrun.verb.consumer;

import io.nats.client.Message;
import java.util.Optional;

/** The source of the messages of a reading: one thread takes them, any thread may end the feed. */
interface MessageFeed {
    /** Waits for the next message and returns it; empty for good once the feed has ended. */
    Optional<Message> next() throws InterruptedException;

    /** Ends the feed after the messages that the server has sent by now, which can still be taken. Does not throw. */
    void end();

    /**
     * Drops the messages that were not taken. Only for the thread that takes, or after it has ended. Does not throw.
     */
    void close();

    /** Returns the number of messages that jnats dropped because too many were pending. */
    long dropped();
}
