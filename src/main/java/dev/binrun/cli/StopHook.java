package dev.binrun.cli;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells who holds it that the process is to stop, gives him time to clean up, and ends the process with exit code 0. */
final class StopHook implements AutoCloseable {
    private static final Duration CLEAN_UP_LIMIT = Duration.ofSeconds(5);

    private final CompletableFuture<Void> stopping = new CompletableFuture<>();
    private final CountDownLatch cleanedUp = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "binrun-stop");

    StopHook() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Done when the process is told to stop. */
    CompletableFuture<Void> stopping() {
        return stopping.copy();
    }

    /** Halts, for a JVM that ends by a signal would not end with exit code 0. */
    private void stop() {
        stopping.complete(null);
        try {
            cleanedUp.await(CLEAN_UP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(0);
    }

    /** All is cleaned up; where nobody stopped it, the process goes on and ends with an exit code of its own. */
    @Override
    public void close() {
        cleanedUp.countDown();
        if (!stopping.isDone()) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }
}
