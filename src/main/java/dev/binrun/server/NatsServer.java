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
    private static final int TAIL = 10;

    private final ServerOptions options;
    private final RunFolder folder;
    private final Reaper reaper;
    private final Membership membership;
    private final List<String> command;
    private final ServerLog log = new ServerLog();
    private volatile ServerConfig config;
    private volatile ServerProcess process;
    private volatile InetSocketAddress address;
    private volatile ServerInfo info;
    private volatile ServerState asked = ServerState.RUNNING;
    private HeldPort held;
    private Duration startLimit;

    private NatsServer(
            ServerOptions options, NatsBinary binary, Reaper reaper, RunFolder folder, Membership membership) {
        this.options = options;
        this.folder = folder;
        this.reaper = reaper;
        this.membership = membership;
        this.config = configured();
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
        NatsServer server = create(options, Membership.NONE);
        try {
            server.start(options.startTimeout());
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** A server with its folder, not yet started. */
    static NatsServer create(ServerOptions options, Membership membership) {
        NatsBinary binary = options.binary().orElseGet(() -> NatsBinary.find(options.environment()));
        if (!Files.isExecutable(binary.path())) {
            throw new ServerException("nats-server " + options.name() + " did not start: " + binary.path() + " (from "
                    + binary.source() + ") is not there or not executable");
        }
        Reaper reaper = Reaper.ofThisJvm();
        RunFolder folder = RunFolder.make(reaper, options.storeDir().isPresent());
        try {
            return new NatsServer(options, binary, reaper, folder, membership);
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
        return log.lastSinceStart(line -> MONITORING.matcher(line).find())
                .map(line -> OptionalInt.of(lastNumber(line.text())))
                .orElse(OptionalInt.empty());
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
        return process != null && process.isAlive();
    }

    /** The process's exit status, once it has ended. */
    public OptionalInt exitStatus() {
        return process == null ? OptionalInt.empty() : process.exitStatus();
    }

    /** What the server is doing. */
    public ServerState state() {
        if (isAlive()) {
            return asked;
        }
        boolean asIntended = asked == ServerState.STOPPED || asked == ServerState.LAME_DUCK;
        return asIntended ? ServerState.STOPPED : ServerState.CRASHED;
    }

    /**
     * Starts the server again, with the same client port, store and log, and returns when it serves clients and JetStream.
     *
     * @throws ServerException if it is there already, or does not serve in time: then its process has ended
     */
    public synchronized void start(Duration limit) {
        if (isAlive()) {
            throw refused("started", "stop or kill it first, or restart it");
        }
        long deadline = System.nanoTime() + limit.toNanos();
        launch(limit);
        awaitListening(deadline);
        awaitServing(deadline);
    }

    /** Ends the server cleanly (SIGTERM) and starts it again. */
    public synchronized void restart(Duration limit) {
        stop(STOP_LIMIT);
        start(limit);
    }

    /** Ends the server cleanly (SIGTERM), or kills it if it is still there after the limit. */
    public synchronized void stop(Duration limit) {
        mustBe("stopped", ServerState.RUNNING, ServerState.LAME_DUCK);
        asked = ServerState.STOPPED;
        process.stop(limit);
        ended();
    }

    /** Ends the server at once (SIGKILL) and waits until it is gone. */
    public synchronized void kill() {
        mustBe("killed", ServerState.RUNNING, ServerState.PAUSED, ServerState.LAME_DUCK);
        asked = ServerState.STOPPED;
        process.kill();
        ended();
    }

    /** Holds the server (SIGSTOP): it does nothing, while its connections stay open. */
    public synchronized void pause() {
        mustBe("paused", ServerState.RUNNING);
        process.signal("STOP");
        asked = ServerState.PAUSED;
    }

    /** Lets a paused server go on (SIGCONT). */
    public synchronized void resume() {
        mustBe("resumed", ServerState.PAUSED);
        process.signal("CONT");
        asked = ServerState.RUNNING;
    }

    /**
     * Makes the server send its clients away, by and by, and then end (SIGUSR2); returns when it has begun. How long that takes is
     * a matter of its configuration: {@code lame_duck_grace_period}, {@code lame_duck_duration}.
     */
    public synchronized void lameDuck(Duration limit) {
        mustBe("sent into lame duck mode", ServerState.RUNNING);
        process.signal("USR2");
        asked = ServerState.LAME_DUCK;
        if (log.awaitSinceStart(line -> line.contains("Entering lame duck mode"), limit)
                .isEmpty()) {
            throw new ServerException("nats-server " + name() + " did not enter lame duck mode within "
                    + limit.toMillis() + "ms" + lastLines());
        }
    }

    /** Ends the server, cleanly if its store stays, and removes what is its own; safe to call again. */
    @Override
    public synchronized void close() {
        if (isAlive() && options.storeDir().isPresent()) {
            if (asked == ServerState.PAUSED) {
                process.signal("CONT");
            }
            process.stop(STOP_LIMIT);
        } else if (process != null) {
            process.kill();
        }
        asked = ServerState.STOPPED;
        release();
        folder.remove();
    }

    @Override
    public String toString() {
        return "nats-server " + name() + " at " + url() + ", pid " + pid();
    }

    /** Executes it; from here on it must be ended. */
    void launch(Duration limit) {
        startLimit = limit;
        try {
            if (process != null) {
                log.startAgain();
            }
            if (address != null) {
                config = config.pinned(address.getPort());
            }
            if (!HeldPort.SHARED) {
                release();
            }
            membership.starting(this);
            Files.writeString(folder.config(), config.text());
            asked = ServerState.RUNNING;
            process = ServerProcess.start(command, log, reaper, options.logLine(), options.name());
            long pid = process.pid();
            process.onExit(() -> membership.ended(this, pid));
        } catch (IOException e) {
            throw failure("it could not be executed: " + e.getMessage(), e);
        }
    }

    /** Returns when clients can connect, and JetStream answers, as far as it needs no other server for that. */
    void awaitListening(long deadline) {
        ready(() -> {
            address = listening(deadline);
            release();
            membership.listening(this, deadline);
            awaitAnswer(deadline);
        });
    }

    /** Ends it and forgets all that it knew: the next start is its first. */
    synchronized void reset() {
        kill();
        release();
        address = null;
        config = configured();
        try {
            Folder.delete(storeDir());
        } catch (IOException e) {
            throw new ServerException("the store " + storeDir() + " cannot be removed: " + e, e);
        }
    }

    /** Whether a client without credentials may ask JetStream. */
    boolean answersAnyone() {
        return config.jetStream() && !info.guarded() && !config.divided();
    }

    private ServerConfig configured() {
        return ServerConfig.of(options, options.storeDir().orElse(folder.store()), folder.pidFile());
    }

    /** Returns when it takes part in its cluster. */
    void awaitServing(long deadline) {
        ready(() -> membership.awaitServing(this, deadline));
    }

    /** The last lines that it wrote, to end a message with. */
    String lastLines() {
        return ". The last that it wrote:\n  " + String.join("\n  ", log.tail(TAIL));
    }

    private interface Step {
        void run() throws IOException;
    }

    /** A server that does not become ready is ended. */
    private void ready(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            process.kill();
            throw failure("it was not ready: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            process.kill();
            throw e;
        }
    }

    private void awaitAnswer(long deadline) throws IOException {
        boolean alone = !membership.clustered();
        try (ReadyProbe probe = new ReadyProbe(left(deadline))) {
            info = probe.connect(address, alone && config.open());
            if (!config.jetStream()) {
                return;
            }
            if (!info.jetStream()) {
                throw new IOException("it says that it has no JetStream");
            }
            if (alone && answersAnyone()) {
                probe.awaitJetStream();
            } else if (log.awaitSinceStart(line -> line.endsWith("Server is ready"), left(deadline))
                    .isEmpty()) {
                throw notInTime("did not say that it is ready");
            }
        }
    }

    private void ended() {
        membership.ended(this, pid());
        try {
            held = HeldPort.hold(address);
        } catch (IOException e) {
            log.add("(the port " + port() + " could not be kept for this server: " + e.getMessage() + ")");
        }
    }

    private void release() {
        try {
            if (held != null) {
                held.close();
                held = null;
            }
        } catch (IOException e) {
            throw new ServerException("the port " + port() + " cannot be released: " + e, e);
        }
    }

    private void mustBe(String done, ServerState... states) {
        if (!List.of(states).contains(state())) {
            String next = switch (state()) {
                case PAUSED -> "resume or kill it";
                case RUNNING -> "pause it first";
                case LAME_DUCK -> "stop or kill it, or wait until it has ended";
                case STOPPED, CRASHED -> "start it first";
            };
            throw refused(done, next + (state() == ServerState.CRASHED ? lastLines() : ""));
        }
    }

    private ServerException refused(String done, String next) {
        return new ServerException("nats-server " + name() + " cannot be " + done + ": it is " + state() + " (pid "
                + pid() + "); " + next);
    }

    private InetSocketAddress listening(long deadline) throws IOException {
        String line = log.awaitSinceStart(text -> text.contains("Listening for client connections on "), left(deadline))
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
                        : "it " + what + " within " + startLimit.toMillis() + "ms");
    }

    private ServerException failure(String reason, IOException cause) {
        return new StartFailure(options, command, config, log, reason).toException(cause);
    }

    private String host() {
        String host = address.getAddress().getHostAddress();
        return host.contains(":") ? "[" + host + "]" : host;
    }

    private static int lastNumber(String line) {
        return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
    }

    static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
    }
}
