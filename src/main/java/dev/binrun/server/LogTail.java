package dev.binrun.server;

import dev.binrun.server.host.ServerException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The last lines that a server wrote, with the time at which each came. */
public final class LogTail {
    private static final int CAPACITY = 10_000;

    private final Predicate<String> isInternal;
    private final ArrayDeque<Line> lines = new ArrayDeque<>();
    private final List<Awaited> awaited = new ArrayList<>();
    private CompletableFuture<Void> end = new CompletableFuture<>();
    private long written;
    private long start;

    /** @param isInternal tells which lines are about requests of binrun itself; {@link #lines} leaves them out */
    LogTail(Predicate<String> isInternal) {
        this.isInternal = isInternal;
    }

    /**
     * One line.
     *
     * @param at when it came
     * @param text what the server wrote, its own time and pid included
     */
    public record Line(Instant at, String text) {}

    /** All lines that are kept, at most 10,000, but those of the stream by which we see that a cluster is ready. */
    public synchronized List<Line> lines() {
        return lines.stream().filter(line -> !isInternal.test(line.text())).toList();
    }

    /** Returns how many lines came before those that are kept. */
    public synchronized long dropped() {
        return written - lines.size();
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
     * @throws ServerException if the thread is interrupted, also where the line is there already
     */
    public Optional<Line> await(Predicate<String> wanted, Duration limit) {
        return await(wanted, limit, false);
    }

    private Optional<Line> await(Predicate<String> wanted, Duration limit, boolean sinceStart) {
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted(null);
        }
        Awaited next = new Awaited(wanted, new CompletableFuture<>());
        synchronized (this) {
            Optional<Line> kept = (sinceStart ? sinceStart() : lines.stream())
                    .filter(line -> wanted.test(line.text()))
                    .findFirst();
            if (kept.isPresent() || end.isDone()) {
                return kept;
            }
            awaited.add(next);
        }
        try {
            return next.line().get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(e);
        } catch (ExecutionException e) {
            throw new ServerException("a line of the server's log could not be tested: " + e.getCause(), e);
        } finally {
            forget(next);
        }
    }

    private static ServerException interrupted(InterruptedException cause) {
        return new ServerException("interrupted while waiting for a line of the server's log", cause);
    }

    /** As {@link #await}, of what the process that runs now has written. */
    public Optional<Line> awaitSinceStart(Predicate<String> wanted, Duration limit) {
        return await(wanted, limit, true);
    }

    /** The last line that is wanted, of those that the process that runs now has written and that are kept. */
    synchronized Optional<Line> lastSinceStart(Predicate<String> wanted) {
        return sinceStart().filter(line -> wanted.test(line.text())).reduce((before, line) -> line);
    }

    /** How many lines the servers of this log have written. */
    synchronized long lineCount() {
        return written;
    }

    /** Whether the server has closed its log; waits for it up to the limit, also in a thread that is interrupted. */
    boolean awaitEnd(Duration limit) {
        CompletableFuture<Void> current = end();
        current.copy()
                .completeOnTimeout(null, limit.toNanos(), TimeUnit.NANOSECONDS)
                .join();
        return current.isDone();
    }

    /** Another process goes on with this log. */
    synchronized void beginProcess() {
        start = written;
        end = new CompletableFuture<>();
    }

    /** Wakes only those who wait for this line: a wake-up per line would slow the server's start down. */
    synchronized void add(String text) {
        if (lines.size() == CAPACITY) {
            lines.removeFirst();
        }
        Line line = new Line(Instant.now(), text);
        lines.add(line);
        written++;
        awaited.forEach(each -> each.test(line));
    }

    /**
     * A process has closed its log: no more lines of its will come. If another has begun meanwhile, that one's go on.
     *
     * @param of what {@link #end} was when the process began
     */
    synchronized void close(CompletableFuture<Void> of) {
        of.complete(null);
        if (of == end) {
            awaited.forEach(each -> each.line().complete(Optional.empty()));
        }
    }

    /** The end of the log of the process that runs now. */
    synchronized CompletableFuture<Void> end() {
        return end;
    }

    private Stream<Line> sinceStart() {
        return lines.stream().skip(Math.max(0, lines.size() - (written - start)));
    }

    private synchronized void forget(Awaited done) {
        awaited.remove(done);
    }

    /** Somebody waits for a line. */
    private record Awaited(Predicate<String> wanted, CompletableFuture<Optional<Line>> line) {
        void test(Line candidate) {
            try {
                if (wanted.test(candidate.text())) {
                    line.complete(Optional.of(candidate));
                }
            } catch (RuntimeException | StackOverflowError e) { // of a pattern: this thread must read on
                line.completeExceptionally(e);
            }
        }
    }
}
