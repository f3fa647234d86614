package dev.binrun.server.network;

import dev.binrun.server.host.ServerException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The thread that carries the bytes of all links of a network. Everything that belongs to a link lives in this thread;
 * other threads submit tasks.
 */
final class LinkLoop implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final long TASK_SECONDS = 10;

    private final Selector selector;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final Thread thread;
    private volatile boolean closed;
    private volatile String lastFailure = "no connection failed before";

    /** Completed when the thread has ended; exceptionally, with the cause, if the loop was not closed. */
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    /** Handles the events of a channel. */
    interface Ready {
        /** Called when the channel is ready for an operation of its key. */
        void ready(SelectionKey key);
    }

    /**
     * A task for a time.
     *
     * @param at a time of {@link System#nanoTime()}
     * @param task runs in the loop's thread
     */
    record Alarm(long at, Runnable task) implements Comparable<Alarm> {
        @Override
        public int compareTo(Alarm other) {
            return Long.compare(at - other.at, 0);
        }
    }

    /**
     * Starts the thread.
     *
     * @param name the thread's name
     */
    LinkLoop(String name) {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new ServerException("the proxies between servers cannot be created: " + e, e);
        }
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Runs a task in the loop's thread and returns when it has run, so that no byte passes that a cut should hold. A
     * closed loop runs nothing.
     *
     * @throws ServerException if the task does not run within 10 seconds, the loop's thread has ended or the caller is
     *     interrupted
     */
    void apply(Runnable task) {
        if (closed) {
            return;
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        submit(() -> {
            try {
                task.run();
                done.complete(null);
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        });
        try {
            CompletableFuture.anyOf(done, end).get(TASK_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("interrupted while changing the network", e);
        } catch (ExecutionException e) {
            throw failed(e.getCause());
        } catch (TimeoutException e) {
            throw new ServerException(
                    "the network could not be changed within " + TASK_SECONDS + "s: its thread is busy; " + lastFailure,
                    e);
        }
    }

    /** An exception that no task should throw is rethrown unchanged, with its stack trace. */
    private ServerException failed(Throwable reason) {
        if (reason instanceof Error error) {
            throw error;
        }
        if (end.isCompletedExceptionally()) {
            return new ServerException("the network could not be changed, its thread has ended: " + reason, reason);
        }
        if (reason instanceof RuntimeException unexpected && !(reason instanceof ServerException)) {
            throw unexpected;
        }
        return new ServerException("the network could not be changed: " + reason, reason);
    }

    /** Runs a task in the loop's thread soon. */
    void submit(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    /**
     * Schedules a task. Must be called in the loop's thread.
     *
     * @param nanoTime a time of {@link System#nanoTime()}
     */
    Alarm at(long nanoTime, Runnable task) {
        Alarm alarm = new Alarm(nanoTime, task);
        alarms.add(alarm);
        return alarm;
    }

    /** Cancels an alarm; has no effect if it has run. Must be called in the loop's thread. */
    void cancel(Alarm alarm) {
        alarms.remove(alarm);
    }

    /** Returns the number of scheduled tasks. Must be called in the loop's thread. */
    int alarms() {
        return alarms.size();
    }

    /** Registers a channel with the selector. Must be called in the loop's thread. */
    SelectionKey register(SelectableChannel channel, int operations, Ready ready) throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, operations, ready);
    }

    /**
     * Returns the empty buffer that all flows share. Its content is lost at the next read of any flow. Must be called
     * in the loop's thread.
     */
    ByteBuffer buffer() {
        return buffer.clear();
    }

    /** Closes a channel and records a failure. */
    void close(SelectableChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            recordFailure(e);
        }
    }

    /**
     * Records a failure of a connection. If the network later does not respond, the error names it, because the ends of
     * the connection only see that it ended.
     */
    void recordFailure(IOException e) {
        lastFailure = "the last failure of a connection was " + e;
    }

    /** Ends the thread and closes every channel. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        boolean interrupted = Thread.interrupted();
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The cause that ends the thread goes to the callers of {@link #apply} and to the thread group. */
    private void run() {
        try {
            runUntilClosed();
            end.complete(null);
        } catch (RuntimeException | Error e) {
            end.completeExceptionally(e);
            throw e;
        }
    }

    private void runUntilClosed() {
        try (selector) {
            try {
                while (!closed) {
                    runOnce();
                }
                tasks.forEach(Runnable::run); // a caller may wait for each of them
            } finally {
                selector.keys().forEach(key -> close(key.channel()));
            }
        } catch (IOException e) {
            throw new ServerException("the network between servers failed: " + e, e);
        }
    }

    private void runOnce() throws IOException {
        selector.select(LinkLoop::dispatch, millisToAlarm());
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
        long now = System.nanoTime();
        while (!alarms.isEmpty() && alarms.peek().at() - now <= 0) {
            alarms.poll().task().run();
        }
    }

    /** The event of one key may have closed the channel of the next. */
    private static void dispatch(SelectionKey key) {
        if (key.isValid()) {
            ((Ready) key.attachment()).ready(key);
        }
    }

    /** Rounded up, so that the loop does not spin in the last millisecond; 0 waits without a limit. */
    private long millisToAlarm() {
        if (alarms.isEmpty()) {
            return 0;
        }
        return Math.max(1, (alarms.peek().at() - System.nanoTime() + 999_999) / 1_000_000);
    }
}
