package dev.binrun.server.host;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** Work that runs if the JVM ends, because of a signal or {@code System.exit}, before the hook is closed. */
public final class ShutdownHook implements AutoCloseable {
    /** Ctrl-C reaches a child process too, whose end may be seen before this process handles the signal. */
    private static final Duration SIGNAL_ARRIVES = Duration.ofMillis(500);

    private final CountDownLatch begun = new CountDownLatch(1);
    private final Thread thread;

    private ShutdownHook(String name, Runnable work) {
        thread = new Thread(
                () -> {
                    begun.countDown();
                    work.run();
                },
                name);
    }

    /** Registers work after which the JVM ends with the exit code of the signal or of {@code System.exit}. */
    public static ShutdownHook register(String name, Runnable work) {
        ShutdownHook hook = new ShutdownHook(name, work);
        Runtime.getRuntime().addShutdownHook(hook.thread);
        return hook;
    }

    /** Registers work that returns the exit code. It halts the JVM, because a signal has an exit code of its own. */
    public static ShutdownHook choosingExitCode(String name, IntSupplier work) {
        return register(name, () -> Runtime.getRuntime().halt(work.getAsInt()));
    }

    /** Waits shortly for a signal, and never returns if the JVM is ending. */
    public void awaitIfBegun() throws InterruptedException {
        if (begun.await(SIGNAL_ARRIVES.toMillis(), TimeUnit.MILLISECONDS)) {
            thread.join();
        }
    }

    /** Removes the hook; if its work has begun, waits until the work is done. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException ending) {
            join();
        }
    }

    private void join() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
