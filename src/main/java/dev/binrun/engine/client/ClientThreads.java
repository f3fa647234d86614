package dev.binrun.engine.client;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of one connection. Records the exception that ends the reader or writer of jnats, because no reply would
 * ever arrive again; jnats keeps it in a future that nothing reads. Idle threads end by themselves.
 */
final class ClientThreads extends ThreadPoolExecutor {
    private final UnexpectedFailures failures;

    /** Creates the threads of a client; none starts yet. */
    ClientThreads(String client, UnexpectedFailures failures) {
        super(0, Integer.MAX_VALUE, 500, TimeUnit.MILLISECONDS, new SynchronousQueue<>());
        this.failures = failures;
        AtomicInteger number = new AtomicInteger();
        setThreadFactory(task -> {
            Thread thread = new Thread(task, "client " + client + ":" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    protected void afterExecute(Runnable task, Throwable thrown) {
        if (thrown == null && task instanceof Future<?> future && future.isDone()) {
            try {
                future.get();
            } catch (ExecutionException e) {
                Throwable failure = e.getCause();
                failures.add(UnreadableHeaders.explain(failure)
                        .<Throwable>map(broken -> broken)
                        .orElse(failure));
            } catch (CancellationException | InterruptedException closing) {
                Thread.interrupted(); // this thread may serve the connection again
            }
        }
    }
}
