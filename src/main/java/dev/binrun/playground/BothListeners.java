package dev.binrun.playground;

import dev.binrun.sessions.BusinessListener;
import io.nats.client.Message;
import java.util.List;

/** Two listeners to the business logic, of which the first is called first. */
record BothListeners(BusinessListener first, BusinessListener second) implements BusinessListener {
    @Override
    public void event(String session, Message message) {
        first.event(session, message);
        second.event(session, message);
    }

    @Override
    public void command(String consumer, Message message) {
        first.command(consumer, message);
        second.command(consumer, message);
    }

    @Override
    public void eventWithoutSession(Message message) {
        first.eventWithoutSession(message);
        second.eventWithoutSession(message);
    }

    @Override
    public void commandWithoutWorker(Message message) {
        first.commandWithoutWorker(message);
        second.commandWithoutWorker(message);
    }

    @Override
    public void sessionStarted(String session, List<String> subscriptions) {
        first.sessionStarted(session, subscriptions);
        second.sessionStarted(session, subscriptions);
    }

    @Override
    public void sessionChanged(String session, List<String> subscriptions) {
        first.sessionChanged(session, subscriptions);
        second.sessionChanged(session, subscriptions);
    }

    @Override
    public void sessionEnded(String session) {
        first.sessionEnded(session);
        second.sessionEnded(session);
    }

    @Override
    public void workersSet(String consumer, int workers) {
        first.workersSet(consumer, workers);
        second.workersSet(consumer, workers);
    }

    @Override
    public void workersEnded(String consumer) {
        first.workersEnded(consumer);
        second.workersEnded(consumer);
    }

    @Override
    public void failed(Throwable failure) {
        first.failed(failure);
    }

    @Override
    public void progress(String line) {
        first.progress(line);
        second.progress(line);
    }

    @Override
    public void warning(String line) {
        first.warning(line);
        second.warning(line);
    }
}
