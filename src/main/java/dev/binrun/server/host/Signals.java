package dev.binrun.server.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Sends a server the signals for which Java has no method, and waits for their effect.
 *
 * @param pid the process id of the server
 * @param limit the maximum time for each signal
 */
public record Signals(long pid, Duration limit) {
    private static final Polling POLLING = new Polling(Duration.ofMillis(1));

    /**
     * Throws if this system has no signals.
     *
     * @param os the name of the operating system
     * @param server the server's name in the message
     * @param done the past participle of the operation in the message, such as "stopped"
     */
    public static void requireSupport(String os, String server, String done) {
        if (os.toLowerCase(Locale.ROOT).contains("windows")) {
            throw new ServerException("nats-server " + server + " cannot be " + done
                    + ": this needs a signal, and Windows has none. Kill the server, or run this on Linux or macOS");
        }
    }

    /**
     * Sends a signal. A stopped process receives most signals only when it continues.
     *
     * @param name without SIG, such as {@code STOP}
     * @throws ServerException if the signal cannot be sent
     */
    public void send(String name) {
        String problem;
        try {
            problem = output("kill", "-" + name, Long.toString(pid));
            if (problem.isEmpty()) {
                return;
            }
        } catch (IOException e) {
            problem = e.getMessage() + ". The command \"kill\" must be on the PATH";
        }
        throw new ServerException("nats-server " + pid + " cannot be sent SIG" + name + ": " + problem);
    }

    /**
     * Waits until no thread of the process runs, after SIGSTOP.
     *
     * @throws ServerException if a thread still runs after the limit
     */
    public void awaitStopped() {
        try {
            Optional<String> running = POLLING.until(
                    System.nanoTime() + limit.toNanos(),
                    () -> isStopped() ? Optional.empty() : Optional.of("nats-server " + pid + " still runs "));
            if (running.isPresent()) {
                throw new ServerException(
                        running.get() + limit.toMillis() + "ms after SIGSTOP. Kill it, or resume it and try again");
            }
        } catch (IOException e) {
            throw new ServerException(
                    "nats-server " + pid + " received SIGSTOP, but its state is unknown: " + e.getMessage()
                            + ". Check whether it has ended",
                    e);
        }
    }

    private boolean isStopped() throws IOException {
        Path threads = Path.of("/proc", Long.toString(pid), "task");
        return Files.isDirectory(Path.of("/proc/self/task"))
                ? areAllStopped(threads)
                : output("ps", "-o", "state=", "-p", Long.toString(pid)).startsWith("T");
    }

    private static boolean areAllStopped(Path threads) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(threads)) {
            for (Path thread : all) {
                if (!isStopped(thread.resolve("stat"))) {
                    return false;
                }
            }
            return true;
        }
    }

    /** The state follows the name, which is in parentheses and may contain anything (proc_pid_stat(5)). */
    private static boolean isStopped(Path stat) throws IOException {
        try {
            String text = Files.readString(stat, StandardCharsets.ISO_8859_1);
            return text.charAt(text.lastIndexOf(')') + 2) == 'T';
        } catch (NoSuchFileException e) {
            return true; // the thread has ended
        }
    }

    private String output(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IOException(command[0] + " did not end within " + limit.toMillis() + "ms");
            }
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("interrupted while sending a signal to nats-server " + pid, e);
        } finally {
            process.destroyForcibly();
        }
    }
}
