package dev.binrun.server;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The last lines that a server wrote, with the time at which each came. */
public final class ServerLog {
    private static final int CAPACITY = 10_000;

    private final ArrayDeque<Line> lines = new ArrayDeque<>();
    private long written;
    private boolean ended;

    ServerLog() {}

    /**
     * One line.
     *
     * @param at when it came
     * @param text what the server wrote, its own time and pid included
     */
    public record Line(Instant at, String text) {}

    /** All lines that are kept, at most 10,000. */
    public synchronized List<Line> lines() {
        return List.copyOf(lines);
    }

    /** The text of the last lines. */
    public synchronized List<String> tail(int limit) {
        return lines.stream()
                .skip(Math.max(0, lines.size() - limit))
                .map(Line::text)
                .toList();
    }

    /**
     * The first line that is wanted, of those kept and those that come within the limit.
     *
     * @return empty if none came in time, or the server ended without it
     * @throws ServerException if the thread is interrupted
     */
    public synchronized Optional<Line> await(Predicate<String> wanted, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        long tested = 0;
        while (true) {
            long dropped = written - lines.size();
            Optional<Line> found = lines.stream()
                    .skip(Math.max(0, tested - dropped))
                    .filter(line -> wanted.test(line.text()))
                    .findFirst();
            tested = written;
            if (found.isPresent() || ended || !waitForMore(deadline)) {
                return found;
            }
        }
    }

    /** Whether the server has closed its log, waiting for it up to the limit. */
    synchronized boolean awaitEnd(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean more = true;
        while (!ended && more) {
            more = waitForMore(deadline);
        }
        return ended;
    }

    synchronized void add(String text) {
        if (lines.size() == CAPACITY) {
            lines.removeFirst();
        }
        lines.add(new Line(Instant.now(), text));
        written++;
        notifyAll();
    }

    /** The server has closed its log: no more lines will come. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    private boolean waitForMore(long deadline) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            return false;
        }
        try {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("interrupted while waiting for a line of the server's log", e);
        }
    }
}
