package dev.binrun.docs;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Lets something that runs from beginning to end stop before each of its rows. */
final class Turns implements AutoCloseable {
    private static final long LIMIT_SECONDS = 30;

    private final SynchronousQueue<Boolean> arrivals = new SynchronousQueue<>();
    private final SynchronousQueue<Boolean> permits = new SynchronousQueue<>();
    private final CompletableFuture<Void> whole = new CompletableFuture<>();
    private Thread thread;

    /** Begins, on a thread of its own. */
    void start(String name, Body body) {
        thread = new Thread(
                () -> {
                    try {
                        body.run();
                        whole.complete(null);
                    } catch (Throwable e) { // an assertion is the test's, whichever thread it fails on
                        whole.completeExceptionally(e);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns once the first row may be done. */
    void begun() throws Exception {
        arrived();
    }

    /** Said by what runs: the next row may be done when this returns. */
    void before() {
        try {
            arrivals.put(true);
            permits.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted before a row", e);
        }
    }

    /** Lets the next row be done, and returns once it is. */
    void next() throws Exception {
        permits.put(true);
        arrived();
    }

    /** Lets it come to its end. */
    void end() throws Exception {
        permits.put(true);
        result(TimeUnit.SECONDS.toNanos(LIMIT_SECONDS));
    }

    /** Ends what has not come to its end. */
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
                throw new AssertionError("it came to its end before its last row");
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
            throw new AssertionError("it did not come to its end", e);
        }
    }

    /** What runs from beginning to end. */
    interface Body {
        void run() throws Exception;
    }
}
