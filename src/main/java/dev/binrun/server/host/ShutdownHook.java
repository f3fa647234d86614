package dev.binrun.server.host;

/**
 * A task that runs if this JVM is told to stop (by a signal or by {@link System#exit}) while the hook is registered.
 */
public final class ShutdownHook implements AutoCloseable {
    private final Thread thread;

    private ShutdownHook(Thread thread) {
        this.thread = thread;
    }

    /**
     * Registers a task.
     *
     * @param name the name of the thread that runs the task
     * @param task the JVM ends when it returns; it must not call {@link System#exit}, but may call {@link Runtime#halt}
     * @throws IllegalStateException if this JVM is already stopping
     */
    public static ShutdownHook register(String name, Runnable task) {
        ShutdownHook hook = new ShutdownHook(new Thread(task, name));
        Runtime.getRuntime().addShutdownHook(hook.thread);
        return hook;
    }

    /**
     * Removes the hook; the task will not run.
     *
     * @return false if this JVM is already stopping, so that the task runs or has run
     */
    public boolean remove() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    /** Waits until the task has run; call it only if this JVM is stopping. */
    public void join() throws InterruptedException {
        thread.join();
    }

    /** Removes the hook if this JVM is not stopping yet. */
    @Override
    public void close() {
        remove();
    }
}
