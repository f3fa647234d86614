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
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The last lines of a server's log, with the time at which each line was read. It covers all processes of one
 * {@link NatsServer}, also those before a restart. All methods may be called from any thread.
 *
 * <p>A test waits for a line in place of sleeping:
 *
 * <pre>{@code
 * try (NatsServer server = NatsServer.start(ServerOptions.ephemeral())) {
 *     server.lameDuck(Duration.ofSeconds(5));
 *     LogTail.Line exiting = server.log()
 *             .await(line -> line.contains("Server Exiting"), Duration.ofSeconds(30))
 *             .orElseThrow(() -> new AssertionError(server.log().tail(20)));
 * }
 * }</pre>
 */
@API(status = Status.STABLE)
public final class LogTail {
    private static final int CAPACITY = 10_000;

    private final Predicate<String> isInternal;
    private final ArrayDeque<Line> lines = new ArrayDeque<>();
    private final List<Awaited> awaited = new ArrayList<>();
    private CompletableFuture<Void> end = new CompletableFuture<>();
    private long written;
    private long start;

    /**
     * Creates an empty log.
     *
     * @param isInternal returns whether a line is about a request of binrun itself; {@link #lines} omits such lines
     */
    LogTail(Predicate<String> isInternal) {
        this.isInternal = isInternal;
    }

    /**
     * One line of a log.
     *
     * @param at the time at which the line was read
     * @param text the line, including the server's own time and process id
     */
    @API(status = Status.STABLE)
    public record Line(Instant at, String text) {}

    /**
     * Returns the kept lines, at most the last 10,000, in order. Lines about the stream that binrun uses to see whether
     * a cluster is ready are omitted.
     */
    public synchronized List<Line> lines() {
        return lines.stream().filter(line -> !isInternal.test(line.text())).toList();
    }

    /** Returns the number of lines that were written before the kept ones. */
    public synchronized long dropped() {
        return written - lines.size();
    }

    /**
     * Returns the text of the last kept lines, in order.
     *
     * @param limit the maximum number of lines
     */
    public synchronized List<String> tail(int limit) {
        return lines.stream()
                .skip(Math.max(0, lines.size() - limit))
                .map(Line::text)
                .toList();
    }

    /**
     * Waits for a line. Lines that are already in the log count, also those of earlier processes of the server.
     *
     * @param wanted receives the text of a line, perhaps on the thread that reads the log; must not block
     * @param limit the maximum time to wait; zero only searches the kept lines
     * @return the first matching line; empty if none was written in time or the server's process ended without it
     * @throws ServerException if the thread is interrupted, even if the line is in the log already, or if
     *     {@code wanted} throws an exception
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

    /**
     * Waits for a line of the process that runs now; otherwise as {@link #await}.
     *
     * @return the first matching line; empty if none was written in time or the process ended without it
     */
    public Optional<Line> awaitSinceStart(Predicate<String> wanted, Duration limit) {
        return await(wanted, limit, true);
    }

    /** Returns the last matching line of the process that runs now; empty if no kept line matches. */
    synchronized Optional<Line> lastSinceStart(Predicate<String> wanted) {
        return sinceStart().filter(line -> wanted.test(line.text())).reduce((before, line) -> line);
    }

    /** Returns the number of lines written by all processes. */
    synchronized long lineCount() {
        return written;
    }

    /**
     * Waits until the current process has closed its log. An interrupt does not end the wait.
     *
     * @return whether the log is closed
     */
    boolean awaitEnd(Duration limit) {
        CompletableFuture<Void> current = end();
        current.copy()
                .completeOnTimeout(null, limit.toNanos(), TimeUnit.NANOSECONDS)
                .join();
        return current.isDone();
    }

    /** Marks the beginning of the next process's lines. */
    synchronized void beginProcess() {
        start = written;
        end = new CompletableFuture<>();
    }

    /**
     * Adds a line. Only threads that wait for this line are woken, because a wake-up per line would slow the server's
     * start down.
     */
    synchronized void add(String text) {
        if (lines.size() == CAPACITY) {
            lines.removeFirst();
        }
        Line line = new Line(Instant.now(), text);
        lines.add(line);
        written++;
        awaited.forEach(waiter -> waiter.test(line));
    }

    /**
     * Marks the end of a process's lines. A later process may have begun already; then its log stays open.
     *
     * @param of the value of {@link #end} when the process began
     */
    synchronized void close(CompletableFuture<Void> of) {
        of.complete(null);
        if (of == end) {
            awaited.forEach(waiter -> waiter.line().complete(Optional.empty()));
        }
    }

    /** Returns the future that completes when the current process closes its log. */
    synchronized CompletableFuture<Void> end() {
        return end;
    }

    private Stream<Line> sinceStart() {
        return lines.stream().skip(Math.max(0, lines.size() - (written - start)));
    }

    private synchronized void forget(Awaited waiter) {
        awaited.remove(waiter);
    }

    /** A pending wait for a line. */
    private record Awaited(Predicate<String> wanted, CompletableFuture<Optional<Line>> line) {
        void test(Line candidate) {
            try {
                if (wanted.test(candidate.text())) {
                    line.complete(Optional.of(candidate));
                }
            } catch (RuntimeException | StackOverflowError e) { // a failing pattern must not stop the reading thread
                line.completeExceptionally(e);
            }
        }
    }
}
