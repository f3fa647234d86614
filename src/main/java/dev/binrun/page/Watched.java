package dev.binrun.page;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.MessageHandler;
import java.util.HashSet;
import java.util.Set;

/** Core subscriptions to a changing set of subjects. They take nothing from any consumer. */
final class Watched implements AutoCloseable {
    private final Connection nc;
    private final Dispatcher dispatcher;
    private final Set<String> subjects = new HashSet<>();

    Watched(Connection nc, MessageHandler handler) {
        this.nc = nc;
        dispatcher = nc.createDispatcher(handler);
    }

    /** Subscribes to these subjects, and ends the subscriptions to others. */
    synchronized void follow(Set<String> wanted) {
        for (String subject : wanted) {
            if (subjects.add(subject)) {
                dispatcher.subscribe(subject);
            }
        }
        subjects.removeIf(subject -> {
            boolean gone = !wanted.contains(subject);
            if (gone) {
                dispatcher.unsubscribe(subject);
            }
            return gone;
        });
    }

    @Override
    public void close() {
        try {
            nc.closeDispatcher(dispatcher);
        } catch (IllegalArgumentException | IllegalStateException closed) {
            // the connection has ended, and the subscriptions with it
        }
    }
}
