package dev.binrun.sessions;

import io.nats.client.Message;
import java.util.List;

/**
 * A listener to the business logic.
 *
 * <p>{@link #event} and {@link #command} run on delivery threads, all other methods on the thread of the business
 * logic. Every method must be fast and must not block. A message is acknowledged when its method returns, and not if
 * the method throws.
 */
public interface BusinessListener {

    /** Receives an event for a session. The events of one session arrive one at a time, in the order of the stream. */
    default void event(String session, Message message) {}

    /** Receives a command for a worker of a consumer, such as {@code COMMAND_X}. */
    default void command(String consumer, Message message) {}

    /** Receives an event that no session subscribes to, without JetStream metadata. Only the live system calls this. */
    default void eventWithoutSession(Message message) {}

    /**
     * Receives a command that waits because it has no worker, without JetStream metadata. Only the live system calls
     * this.
     */
    default void commandWithoutWorker(Message message) {}

    /** A session's consumer exists and delivers, also after a restart of the business logic. */
    default void sessionStarted(String session, List<String> subscriptions) {}

    /** The subscriptions of a running session have changed. */
    default void sessionChanged(String session, List<String> subscriptions) {}

    /** A session's consumer was deleted; no events are delivered to it, unless the session starts again. */
    default void sessionEnded(String session) {}

    /** The consumer has this number of workers; with 0 workers its commands wait. */
    default void workersSet(String consumer, int workers) {}

    /** The consumer was deleted, and its workers have ended. */
    default void workersEnded(String consumer) {}

    /** The business logic has a bug, which no scenario and no server can cause. It continues if possible. */
    default void failed(Throwable failure) {
        warning("the business logic itself failed: " + failure);
    }

    /** Receives one line about the progress of a start that takes several seconds. */
    default void progress(String line) {}

    /** Receives one line about a rejected entry, which changes nothing, or about a failure. */
    default void warning(String line) {}
}
