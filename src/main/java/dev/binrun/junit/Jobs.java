package dev.binrun.junit;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.platform.engine.support.hierarchical.HierarchicalTestExecutorService;

/**
 * An executor that runs scenarios on a fixed number of threads. JUnit has such threads only from 6.1 on. Its older pool
 * starts another thread whenever a scenario waits.
 */
final class Jobs implements HierarchicalTestExecutorService {
    private final AtomicInteger started = new AtomicInteger();
    private final ExecutorService threads;

    /**
     * Creates the threads when they are needed.
     *
     * @param count the largest number of scenarios that run at the same time
     */
    Jobs(int count) {
        threads = Executors.newFixedThreadPool(count, this::thread);
    }

    /** Runs the root task, which then calls {@link #invokeAll}. */
    @Override
    public Future<Void> submit(TestTask root) {
        root.execute();
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void invokeAll(List<? extends TestTask> scenarios) {
        CompletableFuture.allOf(scenarios.stream()
                        .map(scenario -> CompletableFuture.runAsync(scenario::execute, threads))
                        .toArray(CompletableFuture<?>[]::new))
                .join();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(work, "binrun-job-" + started.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
