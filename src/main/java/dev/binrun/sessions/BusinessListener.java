package dev.binrun.sessions;

import io.nats.client.Message;
import java.util.List;

/**
 * What the business logic tells while it runs.
 *
 * <p>{@link #event} and {@link #command} come on the threads that deliver, all others on one thread of the business logic; every
 * method must be cheap and must not block. A message is acknowledged after its method has returned, and not if it threw.
 */
public interface BusinessListener {

    /** An event that a session subscribes to; of one session one at a time, in the order of the stream. */
    default void event(String session, Message message) {}

    /** A command for a worker of this consumer, such as {@code COMMAND_X}. */
    default void command(String consumer, Message message) {}

    /** An event that no session subscribes to, as it arrives; told only if a user is there, and without JetStream's metadata. */
    default void eventWithoutSession(Message message) {}

    /** A command that waits because it has no worker, as it arrives; likewise. */
    default void commandWithoutWorker(Message message) {}

    /** A session's consumer exists and delivers from now on; also after a restart of the business logic. */
    default void sessionStarted(String session, List<String> subscriptions) {}

    /** A session's subscriptions were changed in place. */
    default void sessionChanged(String session, List<String> subscriptions) {}

    /** A session's consumer is gone; nothing more is delivered to it, unless it starts anew. */
    default void sessionEnded(String session) {}

    /** From now on so many workers serve the consumer; 0 means that its commands wait. */
    default void workersSet(String consumer, int workers) {}

    /** The consumer is gone, and its workers are. */
    default void workersEnded(String consumer) {}

    /** The business logic itself failed, which no scenario and no server can be the reason of; it goes on if it can. */
    default void failed(Throwable failure) {
        warning("the business logic itself failed: " + failure);
    }

    /** How far a start is that takes several seconds, in one line. */
    default void progress(String line) {}

    /** Something was refused or failed, in one line, and the former state stays. */
    default void warning(String line) {}
}
