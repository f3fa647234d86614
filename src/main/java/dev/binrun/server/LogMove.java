package dev.binrun.server;

import dev.binrun.server.host.Polling;
import dev.binrun.server.host.RunFolder;
import dev.binrun.server.host.ServerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Moves the log of a running server from the pipe of this JVM to a file. When this JVM has ended, a server that writes
 * to the pipe would end with SIGPIPE.
 */
record LogMove(ServerConfigFile config, RunFolder folder, LogTail log, ServerProcess process) {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Polling POLLING = new Polling(Duration.ofMillis(5));

    /**
     * Makes the server reload its configuration, and waits until it has done so. On Windows a server does not end when
     * it writes to a pipe without a reader, and has no signal for this.
     *
     * @param routes the URLs that replace the routes to other nodes; empty if the server has none
     * @throws ServerException if the server does not reload its configuration in time
     */
    void run(List<String> routes) {
        if (System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows")) {
            return;
        }
        Path file = folder.path().resolve("server.log");
        try {
            Files.writeString(folder.config(), config.logging(file, routes).text());
        } catch (IOException e) {
            throw new ServerException("the server cannot be kept: its configuration cannot be written: " + e, e);
        }
        process.signals(LIMIT).send("HUP");
        Optional<String> problem = POLLING.until(System.nanoTime() + LIMIT.toNanos(), () -> problem(file));
        if (problem.isPresent()) {
            throw new ServerException("the server cannot be kept: " + problem.get());
        }
    }

    private Optional<String> problem(Path file) {
        try {
            boolean reloaded = Files.exists(file) && Files.readString(file).contains("Reloaded server configuration");
            return reloaded
                    ? Optional.empty()
                    : log.lastSinceStart(line -> line.contains("Failed to reload server configuration"))
                            .map(LogTail.Line::text)
                            .or(() -> Optional.of("it did not reload its configuration within " + LIMIT.toSeconds()
                                    + "s after SIGHUP"));
        } catch (IOException e) {
            return Optional.of("its log file cannot be read: " + e.getMessage());
        }
    }
}
