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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * One operating system process of a server and the thread that reads its log. Signals go through the process's handle:
 * {@link Process#destroy()} also closes our end of the log, and a server that then writes dies of that instead of stopping cleanly.
 */
final class ServerProcess {
    /** The kernel needs a few milliseconds; a process that is still there after this hangs in the kernel. */
    private static final Duration KILL_LIMIT = Duration.ofSeconds(10);

    /** How long it may take to read what a process that is gone has written: its log ends with it, unless a child of it goes on. */
    static final Duration LOG_LIMIT = Duration.ofSeconds(2);

    private final Process process;
    private final LogTail log;
    private final Reaper reaper;
    private final UnaryOperator<String> masking;

    private ServerProcess(Process process, LogTail log, Reaper reaper, UnaryOperator<String> masking) {
        this.process = process;
        this.log = log;
        this.reaper = reaper;
        this.masking = masking;
    }

    /**
     * Starts the command; from here on whoever starts it must end it.
     *
     * @param masking takes the secrets out of each line of the log
     */
    static ServerProcess start(
            List<String> command,
            LogTail log,
            Reaper reaper,
            UnaryOperator<String> masking,
            Consumer<String> logLine,
            String name)
            throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        reaper.register(process);
        ServerProcess started = new ServerProcess(process, log, reaper, masking);
        CompletableFuture<Void> end = log.end();
        Thread reader = new Thread(() -> started.readLog(logLine, end), "nats-server-log-" + name);
        reader.setDaemon(true);
        try {
            reader.start();
            return started;
        } catch (OutOfMemoryError e) {
            process.toHandle().destroyForcibly(); // the caller does not know the process yet
            throw e;
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The processor time that the process has used. */
    Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    OptionalInt exitStatus() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /** The exit status of a process that has closed its log and so is about to be gone. */
    OptionalInt awaitExitStatus() {
        return awaitExit(KILL_LIMIT) ? exitStatus() : OptionalInt.empty();
    }

    /**
     * Runs a task as soon as the process has ended, on a thread of its own: it may wait, and the JDK's common threads report all
     * ends. The thread is made here, so that it belongs to the caller's thread group, which hears what ends it.
     */
    void onExit(Runnable task) {
        Thread thread = new Thread(task, "nats-server-end-" + pid());
        thread.setDaemon(true);
        process.onExit().thenRun(thread::start);
    }

    Signals signals(Duration limit) {
        return new Signals(pid(), limit);
    }

    /** Asks the process to end (SIGTERM) and, if it has not within the limit, kills it; whether it ended by itself. */
    boolean stop(Duration limit) {
        process.toHandle().destroy();
        boolean clean = awaitExit(limit);
        if (!clean) {
            kill();
        }
        finish();
        return clean;
    }

    /**
     * The same, but who is interrupted does not wait for it: then it may be about to end.
     *
     * @throws ServerException if the thread is interrupted
     */
    boolean stopUnlessInterrupted(Duration limit) {
        process.toHandle().destroy();
        boolean clean;
        try {
            clean = process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("interrupted while nats-server " + pid() + " was being stopped", e);
        }
        if (!clean) {
            kill();
        }
        finish();
        return clean;
    }

    /** Ends the process at once (SIGKILL) and waits until it is gone, also in a thread that is interrupted. */
    void kill() {
        process.toHandle().destroyForcibly();
        if (!awaitExit(KILL_LIMIT)) {
            throw new ServerException("nats-server " + process.pid() + " is still there " + KILL_LIMIT.toSeconds()
                    + "s after SIGKILL: it hangs in the kernel. See whether its disk answers");
        }
        finish();
    }

    /** Ends the process, and what it has started, which a server never does, but a wrapper may. */
    void killAll() {
        List<ProcessHandle> children = process.descendants().toList();
        process.toHandle().destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        kill();
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

    /** The log is whole once the process has ended and its pipe is read to the end. */
    private void finish() {
        reaper.unregister(process);
        log.awaitEnd(LOG_LIMIT);
    }

    private void readLog(Consumer<String> logLine, CompletableFuture<Void> end) {
        Consumer<String> listener = logLine;
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String shown = masking.apply(line);
                log.add(shown);
                listener = tell(listener, shown);
            }
        } catch (IOException e) {
            log.add("(the log cannot be read further: " + e + ")");
        } finally {
            log.close(end);
        }
    }

    /** A listener that fails is told no more: the log must be read on, or the server would wait for us. */
    private Consumer<String> tell(Consumer<String> listener, String line) {
        try {
            listener.accept(line);
            return listener;
        } catch (RuntimeException e) {
            log.add("(whoever listens to this log failed and is told no more: " + e + ")");
            return ignored -> {};
        }
    }
}
