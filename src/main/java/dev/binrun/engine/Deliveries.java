package dev.binrun.engine;

import dev.binrun.sessions.BusinessListener;
import io.nats.client.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What the business logic of a simulation did: who got which event, which commands were worked. Bounded by the numbers alone. */
final class Deliveries implements BusinessListener {
    private static final int MOST_FAULTS = 10;

    private final int subjects;
    private final Map<String, int[]> nextEvents = new ConcurrentHashMap<>();
    private final Set<String> started = ConcurrentHashMap.newKeySet();
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private final AtomicLong events = new AtomicLong();
    private final BitSet commands = new BitSet();
    private final List<String> faults = new ArrayList<>();
    private long worked;

    Deliveries(int subjects) {
        this.subjects = subjects;
    }

    @Override
    public void event(String session, Message message) {
        events.incrementAndGet();
        if (ended.contains(session)) {
            fault("session '" + session + "', deliveries after its end: expected 0, was '" + text(message) + "' on "
                    + message.getSubject());
            return;
        }
        int subject = number(message.getSubject());
        int event = number(text(message));
        int[] next = nextEvents.computeIfAbsent(session, key -> new int[subjects]);
        if (subject < 0 || subject >= subjects || event != next[subject]) {
            fault("session '" + session + "', next event on " + message.getSubject() + ": expected 'msg-"
                    + (subject < 0 || subject >= subjects ? "none" : next[subject]) + "', was '" + text(message) + "'");
            return;
        }
        next[subject]++;
    }

    @Override
    public synchronized void command(String consumer, Message message) {
        worked++;
        int command = number(text(message));
        if (command < 0 || commands.get(command)) {
            fault("times that '" + text(message) + "' was worked: expected 1, was 2");
            return;
        }
        commands.set(command);
    }

    @Override
    public void sessionStarted(String session, List<String> subscriptions) {
        started.add(session);
    }

    @Override
    public void sessionEnded(String session) {
        ended.add(session);
    }

    @Override
    public void warning(String line) {
        fault("warnings of the business logic: expected none, was '" + line + "'");
    }

    /** How many sessions have a consumer, or had one. */
    int started() {
        return started.size();
    }

    /** How many sessions have ended. */
    int ended() {
        return ended.size();
    }

    /** How many events were delivered. */
    long events() {
        return events.get();
    }

    /** How many commands were worked, repetitions counted. */
    synchronized long worked() {
        return worked;
    }

    /** How many events of a subject a session got, in order from the first. */
    int received(String session, int subject) {
        int[] next = nextEvents.get(session);
        return next == null ? 0 : next[subject];
    }

    /** The first thing that was delivered wrongly, if anything was. */
    synchronized Optional<String> firstFault() {
        return faults.stream().findFirst();
    }

    private synchronized void fault(String fault) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(fault);
        }
    }

    private static String text(Message message) {
        return new String(message.getData(), StandardCharsets.UTF_8);
    }

    /** The number at the end of {@code msg-7} or {@code event.topic.7}; -1 if there is none. */
    private static int number(String text) {
        String digits = text.substring(Math.max(text.lastIndexOf('-'), text.lastIndexOf('.')) + 1);
        return digits.matches("\\d{1,9}") ? Integer.parseInt(digits) : -1;
    }
}
