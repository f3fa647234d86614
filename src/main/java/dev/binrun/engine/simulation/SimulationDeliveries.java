package dev.binrun.engine.simulation;

import dev.binrun.scenario.SessionNumbers;
import dev.binrun.sessions.BusinessListener;
import io.nats.client.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The deliveries of a simulation: the events of each session, and the handled commands. Its size depends only on the
 * numbers.
 */
final class SimulationDeliveries implements BusinessListener {
    private static final int MOST_FAULTS = 10;

    private final SessionNumbers numbers;
    private final Map<String, int[]> nextEvents = new ConcurrentHashMap<>();
    private final Set<String> started = ConcurrentHashMap.newKeySet();
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private final AtomicLong events = new AtomicLong();
    private final BitSet commands = new BitSet();
    private final List<String> faults = new ArrayList<>();
    private final Queue<String> warnings = new ConcurrentLinkedQueue<>();
    private final Consumer<Throwable> unexpected;
    private long handled;

    /**
     * Creates a record without deliveries.
     *
     * @param unexpected receives the failures of the business logic itself
     */
    SimulationDeliveries(SessionNumbers numbers, Consumer<Throwable> unexpected) {
        this.numbers = numbers;
        this.unexpected = unexpected;
    }

    @Override
    public void event(String session, Message message) {
        if (ended.contains(session)) {
            fault("session '" + session + "', deliveries after its end: expected 0, was '" + text(message) + "' on "
                    + message.getSubject());
        } else {
            order(session, message);
        }
        events.incrementAndGet(); // last, so that a reader of this count also sees the changes above
    }

    private void order(String session, Message message) {
        int subject = number(message.getSubject(), "event.topic.");
        if (subject < 0 || subject >= numbers.numSubjectsPerSession()) {
            fault("subjects of session '" + session + "': expected its own, was " + message.getSubject());
            return;
        }
        int[] next = nextEvents.computeIfAbsent(session, key -> new int[numbers.numSubjectsPerSession()]);
        String expected = "msg-" + next[subject];
        if (!text(message).equals(expected)) {
            fault("session '" + session + "', next event on " + message.getSubject() + ": expected '" + expected
                    + "', was '" + text(message) + "'");
            return;
        }
        next[subject]++;
    }

    @Override
    public synchronized void command(String consumer, Message message) {
        handled++;
        int command = number(text(message), "cmd-");
        if (command < 0 || command >= numbers.numCommands()) {
            fault("handled commands: expected only those that were published, was '" + text(message) + "'");
        } else if (commands.get(command)) {
            fault("times that '" + text(message) + "' was handled: expected 1, was 2");
        } else {
            commands.set(command);
        }
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
    public void failed(Throwable failure) {
        unexpected.accept(failure);
    }

    @Override
    public void warning(String line) {
        warnings.add(line);
    }

    /** Returns the first warning of the business logic; empty if there is none. */
    Optional<String> firstWarning() {
        return Optional.ofNullable(warnings.peek());
    }

    /** Returns the number of sessions that have or had a consumer. */
    int started() {
        return started.size();
    }

    /** Returns the number of sessions that have ended. */
    int ended() {
        return ended.size();
    }

    /** Returns the number of delivered events. */
    long events() {
        return events.get();
    }

    /** Returns the number of handled commands, including repeated ones. */
    synchronized long handled() {
        return handled;
    }

    /** Returns the number of events that a session received in order, from the first one of a subject. */
    int received(String session, int subject) {
        int[] next = nextEvents.get(session);
        return next == null ? 0 : next[subject];
    }

    /** Returns the first wrong delivery; empty if there is none. */
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

    /** Returns the number after a prefix; -1 if the text has another form. */
    private static int number(String text, String prefix) {
        String digits = text.startsWith(prefix) ? text.substring(prefix.length()) : "";
        return digits.matches("\\d{1,9}") ? Integer.parseInt(digits) : -1;
    }
}
