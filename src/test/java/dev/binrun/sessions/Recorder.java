package dev.binrun.sessions;

import io.nats.client.Message;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A listener that records everything. */
final class Recorder implements BusinessListener {
    private final Map<String, List<String>> received = new ConcurrentHashMap<>();
    final List<String> told = new CopyOnWriteArrayList<>();
    final List<String> untaken = new CopyOnWriteArrayList<>();
    final List<String> warnings = new CopyOnWriteArrayList<>();

    /** The messages of a session or of a consumer, in order: {@code subject payload}. */
    List<String> received(String receiver) {
        return received.computeIfAbsent(receiver, key -> new CopyOnWriteArrayList<>());
    }

    @Override
    public void event(String session, Message message) {
        received(session).add(line(message));
    }

    @Override
    public void command(String consumer, Message message) {
        received(consumer).add(line(message));
    }

    @Override
    public void eventWithoutSession(Message message) {
        untaken.add(line(message));
    }

    @Override
    public void commandWithoutWorker(Message message) {
        untaken.add(line(message));
    }

    @Override
    public void sessionStarted(String session, List<String> subscriptions) {
        told.add("started " + session + " " + subscriptions);
    }

    @Override
    public void sessionChanged(String session, List<String> subscriptions) {
        told.add("changed " + session + " " + subscriptions);
    }

    @Override
    public void sessionEnded(String session) {
        told.add("ended " + session);
    }

    @Override
    public void workersSet(String consumer, int workers) {
        told.add("workers " + consumer + " " + workers);
    }

    @Override
    public void workersEnded(String consumer) {
        told.add("workers ended " + consumer);
    }

    @Override
    public void warning(String line) {
        warnings.add(line);
    }

    private static String line(Message message) {
        return message.getSubject() + " " + new String(message.getData(), StandardCharsets.UTF_8);
    }
}
