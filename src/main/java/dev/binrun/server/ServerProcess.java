package dev.binrun.server;

import dev.binrun.server.host.Reaper;
import dev.binrun.server.host.ServerException;
import dev.binrun.server.host.Signals;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * One operating system process of a server, and the thread that reads its log. Signals are sent through the process's
 * handle: {@link Process#destroy()} also closes this end of the log, and a server that then writes ends with SIGPIPE in
 * place of stopping cleanly.
 */
final class ServerProcess {
    /** The kernel needs a few milliseconds; a process that still exists after this time hangs in the kernel. */
    private static final Duration KILL_LIMIT = Duration.ofSeconds(10);

    /**
     * The maximum time to read the log of a process that has ended. Only a child of the process can keep the log open
     * longer.
     */
    static final Duration LOG_LIMIT = Duration.ofSeconds(2);

    private final Process process;
    private final LogTail log;
    private final LogListener listener;
    private final Reaper reaper;
    private final UnaryOperator<String> masking;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    private ServerProcess(
            Process process, LogTail log, LogListener listener, Reaper reaper, UnaryOperator<String> masking) {
        this.process = process;
        this.log = log;
        this.listener = listener;
        this.reaper = reaper;
        this.masking = masking;
    }

    /**
     * Starts a process; the caller must end it.
     *
     * @param listener receives each line
     * @param masking masks the secrets in a line of the log
     * @param name the server's name, a part of the thread's name
     */
    static ServerProcess start(
            List<String> command,
            LogTail log,
            LogListener listener,
            Reaper reaper,
            UnaryOperator<String> masking,
            String name)
            throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        reaper.register(process);
        ServerProcess started = new ServerProcess(process, log, listener, reaper, masking);
        CompletableFuture<Void> end = log.end();
        Thread reader = started.thread(() -> started.readLog(end), "nats-server-log-" + name);
        try {
            reader.start();
            return started;
        } catch (OutOfMemoryError e) {
            process.toHandle().destroyForcibly(); // the caller does not know the process yet
            throw e;
        }
    }

    /** Returns the process id. */
    long pid() {
        return process.pid();
    }

    /** Returns whether the process exists. */
    boolean isAlive() {
        return process.isAlive();
    }

    /** Returns the processor time that the process has used; zero if the system does not report it. */
    Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Returns the exit status; empty while the process exists. */
    OptionalInt exitStatus() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /** Waits for the exit status of a process that has closed its log and is about to end. */
    OptionalInt awaitExitStatus() {
        return awaitExit(KILL_LIMIT) ? exitStatus() : OptionalInt.empty();
    }

    /**
     * Runs a task on a thread of its own when the process has ended. The task may wait, so it must not run on the JDK's
     * shared threads that report the end. The thread is created here, so that it belongs to the caller's thread group,
     * which records failures.
     */
    void onExit(Runnable task) {
        Thread end = thread(task, "nats-server-end-" + pid());
        process.onExit().thenRun(end::start);
    }

    /**
     * Reports the exceptions that end this server's threads as if the current thread had started them: to its thread
     * group, with its inheritable thread locals.
     */
    void adopt() {
        threads.forEach(thread -> {
            AtomicReference<Throwable> failure = new AtomicReference<>();
            Thread heir = new Thread(() -> ServerProcess.<RuntimeException>rethrow(failure.get()), thread.getName());
            thread.setUncaughtExceptionHandler((ended, thrown) -> {
                failure.set(thrown);
                heir.start();
            });
        });
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void rethrow(Throwable failure) throws E {
        throw (E) failure;
    }

    private Thread thread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        threads.add(thread);
        return thread;
    }

    /** Returns the signals of this process. */
    Signals signals(Duration limit) {
        return new Signals(pid(), limit);
    }

    /**
     * Asks the process to end (SIGTERM) and kills it after the limit. An interrupt does not end the wait.
     *
     * @return whether it ended by itself
     */
    boolean stop(Duration limit) {
        process.toHandle().destroy();
        return finish(awaitExit(limit));
    }

    /**
     * Asks the process to end (SIGTERM) and kills it after the limit. An interrupt ends the wait; the process may end
     * later.
     *
     * @return whether it ended by itself
     * @throws ServerException if the thread is interrupted
     */
    boolean stopUnlessInterrupted(Duration limit) {
        process.toHandle().destroy();
        try {
            return finish(process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("interrupted while stopping nats-server " + pid(), e);
        }
    }

    /**
     * Kills the process (SIGKILL) and waits until it has ended. An interrupt does not end the wait.
     *
     * @throws ServerException if the process still exists after 10 seconds
     */
    void kill() {
        process.toHandle().destroyForcibly();
        if (!awaitExit(KILL_LIMIT)) {
            throw new ServerException("nats-server " + process.pid() + " still exists " + KILL_LIMIT.toSeconds()
                    + "s after SIGKILL, so it hangs in the kernel. Check its disk");
        }
        finish();
    }

    /** Kills the process and its children. A server has none, but a wrapper may. */
    void killAll() {
        List<ProcessHandle> children = process.descendants().toList();
        process.toHandle().destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        kill();
    }

    /** Lets the process outlive this JVM. */
    void letGo() {
        reaper.unregister(process);
    }

    private boolean awaitExit(Duration limit) {
        try {
            process.onExit().orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS).join();
            return true;
        } catch (CompletionException e) {
            if (e.getCause() instanceof TimeoutException) {
                return false;
            }
            throw e;
        }
    }

    private boolean finish(boolean hasEnded) {
        if (hasEnded) {
            finish();
        } else {
            kill();
        }
        return hasEnded;
    }

    /** The log is complete once the process has ended and its pipe is read to the end. */
    private void finish() {
        reaper.unregister(process);
        log.awaitEnd(LOG_LIMIT);
    }

    private void readLog(CompletableFuture<Void> end) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                listener.add(masking.apply(line));
            }
        } catch (IOException e) {
            log.add("(the log cannot be read further: " + e + ")");
        } finally {
            log.close(end);
        }
    }
}
