package dev.binrun.jetstream;

import io.nats.client.Consumer;
import io.nats.client.Subscription;

/**
 * Exceptions of message handlers. jnats catches them, reports them to the error listener on the same thread, and
 * handles the next message (NatsDispatcher.run). It reports an {@link Error} inside an {@link Exception}.
 */
final class HandlerFailure {
    private static final String DISPATCHER = "io.nats.client.impl.NatsDispatcher";

    private HandlerFailure() {}

    /** Returns whether a message handler threw this, on the current thread; other exceptions are about a connection. */
    static boolean isOne(Exception reported) {
        return !(reported instanceof InterruptedException)
                && StackWalker.getInstance()
                        .walk(frames ->
                                frames.anyMatch(frame -> frame.getClassName().startsWith(DISPATCHER)));
    }

    /** Returns what the handler threw. */
    static Throwable thrown(Exception reported) {
        return reported.getClass() == Exception.class && reported.getCause() instanceof Error error ? error : reported;
    }

    /** Returns a sentence about messages that jnats dropped because too many were pending. */
    static String dropped(Consumer consumer) {
        String where = consumer instanceof Subscription subscription
                ? "its subscription to '" + subscription.getSubject() + "'"
                : "a dispatcher";
        return "dropped messages: " + where + " may hold " + consumer.getPendingMessageLimit() + " messages and "
                + consumer.getPendingByteLimit() + " bytes that are pending; raise that with setPendingLimits";
    }
}
