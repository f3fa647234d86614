package dev.binrun.playground;

import dev.binrun.form.Count;
import dev.binrun.sessions.BusinessListener;
import dev.binrun.sessions.TerminalText;
import io.nats.client.Message;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Prints one line for each event, command and change of a bucket, without control characters. */
final class EventLines implements BusinessListener {
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_PAYLOAD = 200;

    private final Consumer<String> out;
    private final Predicate<Throwable> ends;
    private volatile long lastArrival = System.nanoTime();

    /**
     * Creates a listener.
     *
     * @param ends returns whether a failure of the business logic ends the live system
     */
    EventLines(Consumer<String> out, Predicate<Throwable> ends) {
        this.out = out;
        this.ends = ends;
    }

    /** Returns the time since the last event or command, or since the creation of this listener. */
    Duration sinceLastArrival() {
        return Duration.ofNanos(System.nanoTime() - lastArrival);
    }

    @Override
    public void event(String session, Message message) {
        lastArrival = System.nanoTime();
        out.accept("event for " + name(session) + ": " + content(message));
    }

    @Override
    public void command(String consumer, Message message) {
        lastArrival = System.nanoTime();
        out.accept("command for " + name(consumer) + ": " + content(message));
    }

    @Override
    public void eventWithoutSession(Message message) {
        out.accept("event " + subject(message) + ", no session subscribes to it: " + payload(message));
    }

    @Override
    public void commandWithoutWorker(Message message) {
        out.accept("command " + subject(message) + " waits, it has no worker: " + payload(message));
    }

    @Override
    public void sessionStarted(String session, List<String> subscriptions) {
        out.accept("session " + name(session) + " subscribes to " + list(subscriptions));
    }

    @Override
    public void sessionChanged(String session, List<String> subscriptions) {
        out.accept("session " + name(session) + " now subscribes to " + list(subscriptions));
    }

    @Override
    public void sessionEnded(String session) {
        out.accept("session " + name(session) + " has ended");
    }

    @Override
    public void workersSet(String consumer, int workers) {
        out.accept(name(consumer) + " has " + Count.of(workers, "worker"));
    }

    @Override
    public void workersEnded(String consumer) {
        out.accept(name(consumer) + " has ended");
    }

    @Override
    public void failed(Throwable failure) {
        if (!ends.test(failure)) {
            BusinessListener.super.failed(failure);
        }
    }

    @Override
    public void progress(String line) {
        out.accept(line);
    }

    @Override
    public void warning(String line) {
        out.accept("warning: " + TerminalText.text(line, Integer.MAX_VALUE));
    }

    private static String content(Message message) {
        long delivered = message.metaData().deliveredCount();
        return subject(message) + " #"
                + message.metaData().streamSequence()
                + (delivered > 1 ? " (delivery " + delivered + ")" : "") + " "
                + payload(message);
    }

    private static String subject(Message message) {
        return TerminalText.text(message.getSubject(), LONGEST_NAME);
    }

    private static String payload(Message message) {
        return TerminalText.bytes(message.getData(), LONGEST_PAYLOAD);
    }

    private static String list(List<String> subscriptions) {
        return TerminalText.text(String.join(", ", subscriptions), LONGEST_PAYLOAD);
    }

    private static String name(String name) {
        return TerminalText.text(name, LONGEST_NAME);
    }
}
