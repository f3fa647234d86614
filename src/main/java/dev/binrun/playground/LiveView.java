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
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The sessions and workers, with the last message of each, as the live page shows them. */
final class LiveView implements BusinessListener {
    private static final int MOST_ROWS = 100;
    private static final int MOST_WARNINGS = 5;
    private static final int LONGEST_WARNING = 1_000;
    private static final int LONGEST_PAYLOAD = 200;

    private final SortedMap<String, SessionRow> sessions = new TreeMap<>();
    private final SortedMap<String, WorkersRow> workers = new TreeMap<>();
    private final Deque<String> warnings = new ArrayDeque<>();

    /** Returns the current state. */
    synchronized ApplicationView state() {
        return new ApplicationView(
                sessions.values().stream().limit(MOST_ROWS).toList(),
                sessions.size(),
                workers.values().stream().limit(MOST_ROWS).toList(),
                workers.size(),
                List.copyOf(warnings));
    }

    @Override
    public synchronized void event(String session, Message message) {
        sessions.computeIfPresent(session, (key, row) -> new SessionRow(key, row.subscriptions(), last(message)));
    }

    @Override
    public synchronized void command(String consumer, Message message) {
        workers.computeIfPresent(consumer, (name, row) -> new WorkersRow(name, row.workers(), last(message)));
    }

    @Override
    public synchronized void sessionStarted(String session, List<String> subscriptions) {
        SessionRow former = sessions.get(session);
        sessions.put(session, new SessionRow(session, subscriptions, former == null ? null : former.last()));
    }

    @Override
    public void sessionChanged(String session, List<String> subscriptions) {
        sessionStarted(session, subscriptions);
    }

    @Override
    public synchronized void sessionEnded(String session) {
        sessions.remove(session);
    }

    @Override
    public synchronized void workersSet(String consumer, int count) {
        WorkersRow former = workers.get(consumer);
        workers.put(consumer, new WorkersRow(consumer, count, former == null ? null : former.last()));
    }

    @Override
    public synchronized void workersEnded(String consumer) {
        workers.remove(consumer);
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
