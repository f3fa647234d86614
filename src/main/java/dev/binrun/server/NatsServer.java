package dev.binrun.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One nats-server process on 127.0.0.1. */
public final class NatsServer implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("Listening for client connections on .*:(\\d+)");

    private final Process process;
    private final int port;

    private NatsServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts a server and returns once JetStream has answered. */
    public static NatsServer start(ServerOptions options) {
        try {
            Path folder = Files.createTempDirectory("binrun-");
            List<String> command = new ArrayList<>(List.of(
                    options.environment().getOrDefault("BINRUN_NATS_SERVER", "nats-server"),
                    "-a",
                    "127.0.0.1",
                    "-p",
                    String.valueOf(options.port()),
                    "-js",
                    "-n",
                    options.name(),
                    "-sd",
                    options.storeDir().orElse(folder).toString()));
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            BufferedReader log = process.inputReader(StandardCharsets.UTF_8);
            int port = -1;
            for (String line = log.readLine(); line != null; line = log.readLine()) {
                options.logLine().accept(line);
                Matcher listening = LISTENING.matcher(line);
                if (listening.find()) {
                    port = Integer.parseInt(listening.group(1));
                }
                if (line.contains("Server is ready")) {
                    Thread drain = new Thread(() -> log.lines().forEach(options.logLine()), "nats-server-log");
                    drain.setDaemon(true);
                    drain.start();
                    return new NatsServer(process, port);
                }
            }
            throw new ServerException("nats-server ended before it was ready: " + command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The URL for clients, {@code nats://127.0.0.1:PORT}. */
    public String url() {
        return "nats://127.0.0.1:" + port;
    }

    /** The client port. */
    public int port() {
        return port;
    }

    /** The server's process id. */
    public long pid() {
        return process.pid();
    }

    /** Ends the server at once (SIGKILL) and waits until it is gone. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Ends the server cleanly and removes what is its own; safe to call again. */
    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
