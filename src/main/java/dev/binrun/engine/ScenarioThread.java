package dev.binrun.engine;

import dev.binrun.engine.client.UnexpectedFailures;

/**
 * Runs a scenario on a thread of its own. Every thread that is started from it, by binrun, by the client library or by a verb
 * of a project's own, belongs to one thread group, which records the exception that ends a thread.
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
     * Runs a task on a new thread and waits for its end. An interrupt of the caller is passed on to that thread.
     *
     * @param failures records the exception that ends the thread, or any thread that is started from it
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
