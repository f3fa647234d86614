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

/** What the business logic of a simulation did: who got which event, which commands were worked. Bounded by the numbers alone. */
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
    private long worked;

    /** @param unexpected gets what the business logic itself failed with */
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
            inOrder(session, message);
        }
        events.incrementAndGet(); // last, so that who reads this count sees all that was noted before
    }

    private void inOrder(String session, Message message) {
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
        worked++;
        int command = number(text(message), "cmd-");
        if (command < 0 || command >= numbers.numCommands()) {
            fault("commands worked: expected only those that were published, was '" + text(message) + "'");
        } else if (commands.get(command)) {
            fault("times that '" + text(message) + "' was worked: expected 1, was 2");
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

    /** The first warning of the business logic, if there was one. */
    Optional<String> firstWarning() {
        return Optional.ofNullable(warnings.peek());
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

    /** The number after a prefix; -1 if it is not there. */
    private static int number(String text, String prefix) {
        String digits = text.startsWith(prefix) ? text.substring(prefix.length()) : "";
        return digits.matches("\\d{1,9}") ? Integer.parseInt(digits) : -1;
    }
}
