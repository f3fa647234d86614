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
 * Sends a server the signals that Java has no word for, and sees whether they have done what they should.
 *
 * @param pid of the server
 * @param limit how long each may take
 */
public record Signals(long pid, Duration limit) {
    private static final Polling POLLING = new Polling(Duration.ofMillis(1));

    /**
     * Throws where there are no signals, before a command that is called kill there does whatever it does; to end a process by force needs
     * none.
     */
    public static void mustExist(String os, String server, String done) {
        if (os.toLowerCase(Locale.ROOT).contains("windows")) {
            throw new ServerException("nats-server " + server + " cannot be " + done
                    + ": that takes a signal, and Windows has none. Kill it, or run this on Linux or macOS");
        }
    }

    /** Sends the signal; a process that is held gets most of them when it goes on. */
    public void send(String name) {
        String problem;
        try {
            problem = "it is said: " + output("kill", "-" + name, Long.toString(pid));
            if (problem.equals("it is said: ")) {
                return;
            }
        } catch (IOException e) {
            problem = e.getMessage() + ". This needs the command kill";
        }
        throw new ServerException("nats-server " + pid + " cannot be sent SIG" + name + ": " + problem);
    }

    /** Returns when no thread of the process runs any more, after SIGSTOP. */
    public void awaitHeld() {
        try {
            Optional<String> running = POLLING.until(
                    System.nanoTime() + limit.toNanos(), () -> isHeld() ? Optional.empty() : Optional.of("it runs"));
            if (running.isPresent()) {
                throw new ServerException("nats-server " + pid + " still runs " + limit.toMillis()
                        + "ms after SIGSTOP. Kill it, or resume it and try again");
            }
        } catch (IOException e) {
            throw new ServerException(
                    "nats-server " + pid + " was sent SIGSTOP, and cannot be seen to stop: " + e.getMessage()
                            + ". See whether it has ended",
                    e);
        } catch (InterruptedException e) {
            throw Polling.interrupted();
        }
    }

    private boolean isHeld() throws IOException {
        Path threads = Path.of("/proc", Long.toString(pid), "task");
        return Files.isDirectory(Path.of("/proc/self/task"))
                ? allHeld(threads)
                : output("ps", "-o", "state=", "-p", Long.toString(pid)).startsWith("T");
    }

    private static boolean allHeld(Path threads) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(threads)) {
            for (Path thread : all) {
                if (!isHeld(thread.resolve("stat"))) {
                    return false;
                }
            }
            return true;
        }
    }

    /** The state comes after the name, which is in parentheses and may hold anything (proc_pid_stat(5)). */
    private static boolean isHeld(Path stat) throws IOException {
        try {
            String text = Files.readString(stat, StandardCharsets.ISO_8859_1);
            return text.charAt(text.lastIndexOf(')') + 2) == 'T';
        } catch (NoSuchFileException e) {
            return true; // the thread has ended
        }
    }

    /** What a command says, which is little. */
    private String output(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IOException(command[0] + " did not end within " + limit.toMillis() + "ms");
            }
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("interrupted while a signal was sent to nats-server " + pid, e);
        } finally {
            process.destroyForcibly();
        }
    }
}
