package dev.binrun.engine;

import dev.binrun.engine.client.UnexpectedFailures;

/**
 * The thread of a scenario. All threads that are started from it, by binrun, by the client library or by a project's
 * own verb, belong to one thread group, which records the exception that ends a thread.
 */
final class ScenarioThread {
    private static final InheritableThreadLocal<UnexpectedFailures> FAILURES = new InheritableThreadLocal<>();

    private static final ThreadGroup GROUP = new ThreadGroup("binrun-scenarios") {
        @Override
        public void uncaughtException(Thread thread, Throwable failure) {
            UnexpectedFailures failures = FAILURES.get();
            if (failures == null || !failures.add(failure)) {
                super.uncaughtException(thread, failure);
            }
        }
    };

    private ScenarioThread() {}

    /**
     * Runs a task on a new thread and waits for its end. Passes an interrupt of the caller on to that thread.
     *
     * @param failures records the exception that ends the thread, or a thread that was started from it
     */
    static void run(String name, UnexpectedFailures failures, Runnable task) {
        Runnable recorded = () -> {
            FAILURES.set(failures);
            task.run();
        };
        Thread thread = new Thread(GROUP, recorded, name);
        thread.start();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
                thread.interrupt();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
