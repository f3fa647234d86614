package dev.binrun.playground;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The threads of a connection of the live system. jnats keeps the exception that ends its reader or writer in a future
 * that nothing reads. This executor reports it, because no reply would ever arrive again. Idle threads end after 0.5 s.
 */
final class LiveThreads extends ThreadPoolExecutor {
    private final Consumer<Throwable> failed;

    /**
     * Creates an executor without threads.
     *
     * @param name the name of each thread
     * @param failed gets each exception and error that ends a task
     */
    LiveThreads(String name, Consumer<Throwable> failed) {
        super(0, Integer.MAX_VALUE, 500, TimeUnit.MILLISECONDS, new SynchronousQueue<>());
        this.failed = failed;
        setThreadFactory(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    protected void afterExecute(Runnable task, Throwable thrown) {
        if (thrown != null) {
            failed.accept(thrown);
        } else if (task instanceof Future<?> future && future.isDone()) {
            try {
                future.get();
            } catch (ExecutionException e) {
                failed.accept(e.getCause());
            } catch (CancellationException | InterruptedException closing) {
                Thread.interrupted(); // this thread may serve the connection again
            }
        }
    }
}
