package dev.binrun;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** The exceptions that end threads which a test has something started in. */
public final class Uncaught {
    private final BlockingQueue<Throwable> failures = new ArrayBlockingQueue<>(10);

    private final ThreadGroup group = new ThreadGroup("test") {
        @Override
        public void uncaughtException(Thread thread, Throwable failure) {
            failures.add(failure);
        }
    };

    /** Calls a task on a thread of this group, and returns its result. */
    public <T> T call(Callable<T> task) throws InterruptedException {
        AtomicReference<T> result = new AtomicReference<>();
        Thread thread = new Thread(group, () -> {
            try {
                result.set(task.call());
            } catch (Exception e) {
                failures.add(e);
            }
        });
        thread.start();
        thread.join();
        return result.get();
    }

    /** The next exception, waited for; null if there was none within 20 s. */
    public Throwable next() throws InterruptedException {
        return failures.poll(20, TimeUnit.SECONDS);
    }

    public boolean isEmpty() {
        return failures.isEmpty();
    }
}
