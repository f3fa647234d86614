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
 * The one thread that carries the bytes of all links of a network. Everything that links consist of lives in this thread; others
 * hand it tasks.
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
    private volatile String trouble = "no trouble before";

    /** Completed when the thread has ended; exceptionally, with the reason, if it was not closed. */
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    /** What waits for a channel to be ready for something. */
    interface Ready {
        void ready(SelectionKey key);
    }

    /** Something to be done at a time. */
    record Alarm(long at, Runnable task) implements Comparable<Alarm> {
        @Override
        public int compareTo(Alarm other) {
            return Long.compare(at - other.at, 0);
        }
    }

    LinkLoop(String name) {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new ServerException("no proxies can be made between servers: " + e, e);
        }
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Does it in the loop's thread, and returns when it is done: no byte passes that a cut should have held. A closed loop does
     * nothing.
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
            throw new ServerException("interrupted while the network was being changed", e);
        } catch (ExecutionException e) {
            throw failed(e.getCause());
        } catch (TimeoutException e) {
            throw new ServerException(
                    "the network could not be changed within " + TASK_SECONDS + "s: " + "its thread is busy; "
                            + trouble,
                    e);
        }
    }

    /** An exception that no task is expected to throw is thrown as it is, with its stack trace. */
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

    /** Does it in the loop's thread, soon. */
    void submit(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    /** In the loop's thread only: does it at that time of {@link System#nanoTime()}. */
    Alarm at(long nanoTime, Runnable task) {
        Alarm alarm = new Alarm(nanoTime, task);
        alarms.add(alarm);
        return alarm;
    }

    /** In the loop's thread only: does not do it; safe if it was done. */
    void cancel(Alarm alarm) {
        alarms.remove(alarm);
    }

    /** In the loop's thread only: how many things there are to be done. */
    int alarms() {
        return alarms.size();
    }

    /** In the loop's thread only. */
    SelectionKey register(SelectableChannel channel, int operations, Ready ready) throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, operations, ready);
    }

    /** In the loop's thread only: room for one read, shared by all flows. */
    ByteBuffer buffer() {
        return buffer.clear();
    }

    /** Closes it; its descriptor is released also where that fails. */
    void close(SelectableChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            recordFailure(e);
        }
    }

    /** Keeps what went wrong with a connection, to be told if the network does not do what it should: its ends see no more than its end. */
    void recordFailure(IOException e) {
        trouble = "its last trouble with a connection was " + e;
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

    /** Why the thread ended is known to all who hand it tasks, and to the thread's group. */
    private void run() {
        try {
            carry();
            end.complete(null);
        } catch (RuntimeException | Error e) {
            end.completeExceptionally(e);
            throw e;
        }
    }

    private void carry() {
        try (selector) {
            try {
                while (!closed) {
                    turn();
                }
                tasks.forEach(Runnable::run); // a caller waits for each
            } finally {
                selector.keys().forEach(key -> close(key.channel()));
            }
        } catch (IOException e) {
            throw new ServerException("the network between servers failed: " + e, e);
        }
    }

    private void turn() throws IOException {
        selector.select(LinkLoop::tell, millisToAlarm());
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
        long now = System.nanoTime();
        while (!alarms.isEmpty() && alarms.peek().at() - now <= 0) {
            alarms.poll().task().run();
        }
    }

    /** What was ready for one key may have closed the channel of the next. */
    private static void tell(SelectionKey key) {
        if (key.isValid()) {
            ((Ready) key.attachment()).ready(key);
        }
    }

    /** Rounded up, so that the loop does not spin in the last millisecond; 0 is for ever. */
    private long millisToAlarm() {
        if (alarms.isEmpty()) {
            return 0;
        }
        return Math.max(1, (alarms.peek().at() - System.nanoTime() + 999_999) / 1_000_000);
    }
}
