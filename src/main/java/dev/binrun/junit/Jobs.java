package dev.binrun.junit;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import org.junit.platform.engine.support.hierarchical.HierarchicalTestExecutorService;

/**
 * An executor that runs scenarios on a number of threads of its own, and adds threads while the processors are not
 * busy. JUnit has a fixed number of threads only from 6.1 on. Its older pool starts another thread whenever a scenario
 * waits.
 */
final class Jobs implements HierarchicalTestExecutorService {
    /** Above this part of the processor time, another scenario would only slow the others down. */
    private static final double BUSY = 0.9;

    /** A shorter time is too short to measure the load of the processors. */
    private static final long MEASURED_MILLIS = 200;

    private final AtomicInteger started = new AtomicInteger();
    private final int most;
    private final DoubleSupplier load;
    private final ThreadPoolExecutor threads;

    /**
     * Creates the threads when they are needed.
     *
     * @param load returns the part of the processor time that was used since the last call
     */
    Jobs(JobRange jobs, DoubleSupplier load) {
        this.most = jobs.most();
        this.load = load;
        this.threads = new ThreadPoolExecutor(
                jobs.first(), most, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::thread);
    }

    /** Runs the root task, which then calls {@link #invokeAll}. */
    @Override
    public Future<Void> submit(TestTask root) {
        root.execute();
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void invokeAll(List<? extends TestTask> scenarios) {
        CompletableFuture<Void> all = CompletableFuture.allOf(scenarios.stream()
                .map(scenario -> CompletableFuture.runAsync(scenario::execute, threads))
                .toArray(CompletableFuture<?>[]::new));
        boolean measuring = false;
        while (mayGrow() && !isDoneSoon(all)) {
            boolean idle = load.getAsDouble() < BUSY && measuring; // the first value is about an unknown time
            measuring = true;
            if (idle && mayGrow() && !grow()) {
                break;
            }
        }
        all.join();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** The queue has the scenarios for which no thread was free. */
    private boolean mayGrow() {
        return threads.getCorePoolSize() < most && !threads.getQueue().isEmpty();
    }

    private boolean grow() {
        try {
            threads.setCorePoolSize(threads.getCorePoolSize() + 1);
            return true;
        } catch (OutOfMemoryError noThread) {
            return false;
        }
    }

    private static boolean isDoneSoon(CompletableFuture<Void> all) {
        try {
            all.get(MEASURED_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(work, "binrun-job-" + started.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
