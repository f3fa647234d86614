package dev.binrun.docs;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Makes a program that runs on its own thread wait before each row. */
final class Turns implements AutoCloseable {
    private static final long LIMIT_SECONDS = 30;

    private final SynchronousQueue<Boolean> arrivals = new SynchronousQueue<>();
    private final SynchronousQueue<Boolean> permits = new SynchronousQueue<>();
    private final CompletableFuture<Void> whole = new CompletableFuture<>();
    private Thread thread;

    /** Starts the program on its own thread. */
    void start(String name, Body body) {
        thread = new Thread(
                () -> {
                    try {
                        body.run();
                        whole.complete(null);
                    } catch (Throwable e) { // the test must see a failed assertion of this thread
                        whole.completeExceptionally(e);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits until the program is at its first row. */
    void begun() throws Exception {
        arrived();
    }

    /** Called by the program before each row: blocks until the row may be done. */
    void before() {
        try {
            arrivals.put(true);
            permits.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted before a row", e);
        }
    }

    /** Lets the program do the next row, and returns when the row is done. */
    void next() throws Exception {
        permits.put(true);
        arrived();
    }

    /** Lets the program end, and fails if it has failed. */
    void end() throws Exception {
        permits.put(true);
        result(TimeUnit.SECONDS.toNanos(LIMIT_SECONDS));
    }

    /** Interrupts the program if it still runs. */
    @Override
    public void close() {
        thread.interrupt();
    }

    boolean isOver() {
        return whole.isDone();
    }

    private void arrived() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (arrivals.poll(5, TimeUnit.MILLISECONDS) == null) {
            if (whole.isDone()) {
                result(0);
                throw new AssertionError("the program ended before its last row");
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("a row took longer than " + LIMIT_SECONDS + " s");
            }
        }
    }

    private void result(long nanos) throws Exception {
        try {
            whole.get(nanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause().toString(), e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("the program did not end", e);
        }
    }

    /** The program. */
    interface Body {
        void run() throws Exception;
    }
}
