package dev.binrun.playground;

import dev.binrun.page.ApplicationView;
import dev.binrun.page.ApplicationView.LastMessage;
import dev.binrun.page.ApplicationView.SessionRow;
import dev.binrun.page.ApplicationView.WorkersRow;
import dev.binrun.page.PayloadExcerpt;
import dev.binrun.sessions.BusinessListener;
import io.nats.client.Message;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The sessions and workers, with the last message of each, as the live page shows them. */
final class LiveView implements BusinessListener {
    private static final int MOST_ROWS = 100;
    private static final int MOST_WARNINGS = 5;
    private static final int LONGEST_WARNING = 1_000;
    private static final int LONGEST_PAYLOAD = 200;

    private final SortedMap<String, List<String>> sessions = new TreeMap<>();
    private final SortedMap<String, Integer> workers = new TreeMap<>();

    /** A message can arrive before the listener learns that its receiver has started. */
    private final Map<String, LastMessage> lastEvents = new HashMap<>();

    private final Map<String, LastMessage> lastCommands = new HashMap<>();
    private final Deque<String> warnings = new ArrayDeque<>();

    /** Returns the current state. */
    synchronized ApplicationView state() {
        return new ApplicationView(
                sessions.entrySet().stream()
                        .limit(MOST_ROWS)
                        .map(session ->
                                new SessionRow(session.getKey(), session.getValue(), lastEvents.get(session.getKey())))
                        .toList(),
                sessions.size(),
                workers.entrySet().stream()
                        .limit(MOST_ROWS)
                        .map(count ->
                                new WorkersRow(count.getKey(), count.getValue(), lastCommands.get(count.getKey())))
                        .toList(),
                workers.size(),
                List.copyOf(warnings));
    }

    @Override
    public synchronized void event(String session, Message message) {
        lastEvents.put(session, last(message));
    }

    @Override
    public synchronized void command(String consumer, Message message) {
        lastCommands.put(consumer, last(message));
    }

    @Override
    public synchronized void sessionStarted(String session, List<String> subscriptions) {
        sessions.put(session, subscriptions);
    }

    @Override
    public synchronized void sessionChanged(String session, List<String> subscriptions) {
        sessions.put(session, subscriptions);
    }

    @Override
    public synchronized void sessionEnded(String session) {
        sessions.remove(session);
        lastEvents.remove(session);
    }

    @Override
    public synchronized void workersSet(String consumer, int count) {
        workers.put(consumer, count);
    }

    @Override
    public synchronized void workersEnded(String consumer) {
        workers.remove(consumer);
        lastCommands.remove(consumer);
    }

    @Override
    public synchronized void warning(String line) {
        warnings.add(line.length() <= LONGEST_WARNING ? line : line.substring(0, LONGEST_WARNING) + "…");
        if (warnings.size() > MOST_WARNINGS) {
            warnings.remove();
        }
    }

    private static LastMessage last(Message message) {
        return new LastMessage(
                message.getSubject(),
                message.metaData().streamSequence(),
                System.currentTimeMillis(),
                PayloadExcerpt.of(message.getData(), LONGEST_PAYLOAD));
    }
}
