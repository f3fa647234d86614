package dev.binrun.jetstream;

import io.nats.client.Consumer;
import io.nats.client.Subscription;

/**
 * What jnats reports about message handlers. It catches what a handler throws, reports it to the error listener on the
 * same thread, an {@link Error} inside an {@link Exception}, and goes on with the next message (NatsDispatcher.run).
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
