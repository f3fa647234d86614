package dev.binrun.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One nats-server process on 127.0.0.1, with a private folder and a log of its own. It ends with {@link #close()}, or with this JVM,
 * however that ends; a terminal's Ctrl-C does not reach it (except on macOS).
 */
public final class NatsServer implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("Listening for client connections on (.+):(\\d+)$");
    private static final Pattern MONITORING = Pattern.compile("Starting https? monitor on .+:(\\d+)$");
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final ServerOptions options;
    private final RunFolder folder;
    private final ServerConfig config;
    private final List<String> command;
    private final ServerLog log = new ServerLog();
    private ServerProcess process;
    private InetSocketAddress address;
    private ServerInfo info;

    private NatsServer(ServerOptions options, NatsBinary binary, Reaper reaper, RunFolder folder) {
        this.options = options;
        this.folder = folder;
        this.config = ServerConfig.of(options, options.storeDir().orElse(folder.store()), folder.pidFile());
        this.command = Stream.concat(
                        reaper.detached(options.storeDir().isPresent()),
                        Stream.of(
                                binary.path().toString(), "-c", folder.config().toString()))
                .toList();
    }

    /**
     * Starts a server and returns once JetStream has answered.
     *
     * @throws ServerException if it does not start: nothing of it is left then, and the message says what it wrote
     */
    public static NatsServer start(ServerOptions options) {
        NatsBinary binary = options.binary().orElseGet(() -> NatsBinary.find(options.environment()));
        if (!Files.isExecutable(binary.path())) {
            throw new ServerException("nats-server " + options.name() + " did not start: " + binary.path() + " (from "
                    + binary.source() + ") is not there or not executable");
        }
        Reaper reaper = Reaper.ofThisJvm();
        RunFolder folder = RunFolder.make(reaper, options.storeDir().isPresent());
        try {
            NatsServer server = new NatsServer(options, binary, reaper, folder);
            server.launch(reaper);
            return server;
        } catch (RuntimeException e) {
            folder.remove();
            throw e;
        }
    }

    /** The URL for clients, {@code nats://127.0.0.1:PORT}. */
    public String url() {
        return (info.tls() ? "tls://" : "nats://") + host() + ":" + port();
    }

    /** The client port. */
    public int port() {
        return address.getPort();
    }

    /** The port of the server's own HTTP monitoring, if it has any. */
    public OptionalInt monitorPort() {
        return log.lines().stream()
                .map(line -> MONITORING.matcher(line.text()))
                .filter(Matcher::find)
                .mapToInt(matcher -> Integer.parseInt(matcher.group(1)))
                .findFirst();
    }

    /** The server's name. */
    public String name() {
        return options.name();
    }

    /** The server's version without a leading v, as it says itself. */
    public String version() {
        return info.version();
    }

    /** The server's process id. */
    public long pid() {
        return process.pid();
    }

    /** The server's private folder, with its configuration; gone after {@link #close()}. */
    public Path folder() {
        return folder.path();
    }

    /** Where JetStream stores; a folder that the options named stays after {@link #close()}. */
    public Path storeDir() {
        return config.storeDir().orElse(folder.store());
    }

    /** What the server has written. */
    public ServerLog log() {
        return log;
    }

    /** Whether the process is there. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** The process's exit status, once it has ended. */
    public OptionalInt exitStatus() {
        return process.exitStatus();
    }

    /** Ends the server cleanly (SIGTERM), or kills it if it is still there after the limit. */
    public void stop(Duration limit) {
        process.stop(limit);
    }

    /** Ends the server at once (SIGKILL) and waits until it is gone. */
    public void kill() {
        process.kill();
    }

    /** Ends the server, cleanly if its store stays, and removes what is its own; safe to call again. */
    @Override
    public void close() {
        if (process.isAlive() && options.storeDir().isPresent()) {
            process.stop(STOP_LIMIT);
        } else {
            process.kill();
        }
        folder.remove();
    }

    @Override
    public String toString() {
        return "nats-server " + name() + " at " + url() + ", pid " + pid();
    }

    private void launch(Reaper reaper) {
        long deadline = System.nanoTime() + options.startTimeout().toNanos();
        try {
            Files.writeString(folder.config(), config.text());
            process = ServerProcess.start(command, log, reaper, options.logLine(), options.name());
        } catch (IOException e) {
            throw failure("it could not be executed: " + e.getMessage(), e);
        }
        try {
            awaitReady(deadline);
        } catch (IOException e) {
            process.kill();
            throw failure("it was not ready: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            process.kill();
            throw e;
        }
    }

    private void awaitReady(long deadline) throws IOException {
        address = listening(deadline);
        try (ReadyProbe probe = new ReadyProbe(left(deadline))) {
            info = probe.connect(address, config.open());
            if (!config.jetStream()) {
                return;
            }
            if (!info.jetStream()) {
                throw new IOException("it says that it has no JetStream");
            }
            if (!info.guarded() && !config.divided()) {
                probe.awaitJetStream();
            } else if (log.await(line -> line.endsWith("Server is ready"), left(deadline))
                    .isEmpty()) {
                throw notInTime("did not say that it is ready");
            }
        }
    }

    private InetSocketAddress listening(long deadline) throws IOException {
        String line = log.await(text -> text.contains("Listening for client connections on "), left(deadline))
                .orElseThrow(() -> notInTime("did not listen for clients"))
                .text();
        Matcher matcher = LISTENING.matcher(line);
        if (!matcher.find()) {
            throw new IOException("it names no port: " + line);
        }
        InetAddress host = InetAddress.getByName(matcher.group(1));
        return new InetSocketAddress(
                host.isAnyLocalAddress() ? InetAddress.getByName("127.0.0.1") : host,
                Integer.parseInt(matcher.group(2)));
    }

    private IOException notInTime(String what) {
        OptionalInt status = log.awaitEnd(Duration.ZERO) ? process.awaitExitStatus() : OptionalInt.empty();
        return new IOException(
                status.isPresent()
                        ? "it ended with status " + status.getAsInt()
                        : "it " + what + " within " + options.startTimeout().toMillis() + "ms");
    }

    private ServerException failure(String reason, IOException cause) {
        return new StartFailure(options, command, config, log, reason).toException(cause);
    }

    private String host() {
        String host = address.getAddress().getHostAddress();
        return host.contains(":") ? "[" + host + "]" : host;
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
    }
}
