package dev.binrun.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The end of a scenario's time. It interrupts the thread that runs the scenario. */
public final class Deadline implements AutoCloseable {
    private final Thread runner = Thread.currentThread();
    private final Duration timeout;
    private final long end;
    private final CompletableFuture<Void> timer = new CompletableFuture<>();
    private boolean fired;
    private boolean stopped;
    private boolean closed;

    private Deadline(Duration timeout) {
        this.timeout = timeout;
        this.end = System.nanoTime() + timeout.toNanos();
    }

    /** Starts the time of the current thread. */
    static Deadline in(Duration timeout) {
        Deadline deadline = new Deadline(timeout);
        deadline.timer.orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS).whenComplete((closed, up) -> {
            if (up != null) {
                deadline.fire();
            }
        });
        return deadline;
    }

    /** Returns the time that is left; zero if it is up. */
    public synchronized Duration left() {
        return stopped ? Duration.ZERO : Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    /** Returns whether the time is up. */
    synchronized boolean passed() {
        return fired || System.nanoTime() >= end;
    }

    /** Ends the time early, as if it were up. */
    void stop() {
        synchronized (this) {
            stopped |= !closed;
        }
        fire();
    }

    /** Returns whether the time was ended early. */
    synchronized boolean stopped() {
        return stopped;
    }

    /** Returns the whole time. */
    Duration timeout() {
        return timeout;
    }

    /** Stops the timer, and clears an interrupt that it caused. */
    @Override
    public void close() {
        synchronized (this) {
            if (!closed && fired) {
                Thread.interrupted();
            }
            closed = true;
        }
        timer.complete(null);
    }

    private synchronized void fire() {
        if (!closed) {
            fired = true;
            runner.interrupt();
        }
    }
}
