package dev.binrun.verb.consumer;

import io.nats.client.Message;
import java.util.Optional;

/** Where the messages of a reading come from: one thread takes them, any other may end it. */
interface MessageFeed {
    /** The next message, waited for; empty once there are no more, which is for good. */
    Optional<Message> next() throws InterruptedException;

    /** Has it end with what the server has sent by now, which can still be taken. Does not throw. */
    void end();

    /** Lets go of what has not been taken; by whoever takes, or when nobody does. Does not throw. */
    void close();

    /** How many came faster than they were taken, and are lost to us. */
    long dropped();
}
