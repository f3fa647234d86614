package dev.binrun.server;

import dev.binrun.server.host.Polling;
import dev.binrun.server.host.ServerException;
import dev.binrun.server.host.Signals;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * One nats-server process on 127.0.0.1 with JetStream, a private folder and a log. By default it chooses a free port
 * and stores its data in the private folder, so that many servers can run at the same time.
 *
 * <pre>{@code
 * try (NatsServer server = NatsServer.start(ServerOptions.ephemeral())) {
 *     try (Connection connection = Nats.connect(server.url())) {
 *         connection.jetStreamManagement().addStream(orders);
 *     }
 *     server.kill(); // SIGKILL, as the out-of-memory killer does
 *     server.start(Duration.ofSeconds(10)); // same port, same data
 *     try (Connection connection = Nats.connect(server.url())) {
 *         assertEquals(List.of("ORDERS"), connection.jetStreamManagement().getStreamNames());
 *     }
 * }
 * }</pre>
 *
 * <p>The server ends with {@link #close()}, and at the latest with this JVM, even if the JVM is killed. Ctrl-C in a
 * terminal does not reach it (except on macOS).
 *
 * <p>Operations that wait are done one at a time; a second one waits for the first, within its own limit.
 * {@link #kill()} never waits for them. All methods may be called from any thread.
 */
@API(status = Status.STABLE)
public final class NatsServer implements AutoCloseable {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
    private static final Duration SIGNAL_LIMIT = Duration.ofSeconds(5);
    private static final int TAIL = 10;
    private static final String OS = System.getProperty("os.name");

    private final ServerOptions options;
    private final ServerLife life;
    private final LogTail log;

    /**
     * Held during operations that wait. The monitor of this object is only held for moments, so that a kill does not
     * have to wait.
     */
    private final ServerLock lock;

    private volatile ServerState requested = ServerState.RUNNING;
    private volatile boolean starting;
    private boolean kept;

    private NatsServer(ServerOptions options, ServerLife life) {
        this.options = options;
        this.life = life;
        this.lock = new ServerLock(options.name());
        this.log = life.log();
    }

    /**
     * Starts a server and returns when JetStream has replied.
     *
     * @param options {@link ServerOptions#ephemeral()} suits most tests
     * @throws ServerException if the server does not start; its process has ended then, its folder is removed, and the
     *     message contains the last lines of its log
     */
    public static NatsServer start(ServerOptions options) {
        return start(options, Membership.NONE);
    }

    /**
     * Returns a new server as {@link #start(ServerOptions)} does, mostly without the time of its start. When this
     * method is called again with equal options, the server after this one is started in the background.
     *
     * <p>A server that was started ahead has served no client. It ends if it is not taken within seconds, and at the
     * latest with this JVM. If it could not be started, this method starts one and reports the reason. The first lines
     * of the log, which {@link ServerOptions#logLine} receives, are older than this call. Options with a port, a store
     * or a configuration that could let two servers share anything are started by this call.
     *
     * @param options {@link ServerOptions#ephemeral()} suits most tests; the listener to the log may differ
     * @throws ServerException if the server does not start, as {@link #start(ServerOptions)} reports it
     */
    @API(status = Status.EXPERIMENTAL)
    public static NatsServer takeWarm(ServerOptions options) {
        return takeWarm(options, Membership.NONE);
    }

    /**
     * Returns a new server as {@link #takeWarm(ServerOptions)} does.
     *
     * @param membership the cluster that the server belongs to, of which it is the only node
     */
    @API(status = Status.INTERNAL)
    public static NatsServer takeWarm(ServerOptions options, Membership membership) {
        return OpenServers.opened(WarmServers.OF_THIS_JVM.take(options, membership));
    }

    static NatsServer start(ServerOptions options, Membership membership) {
        NatsServer server = create(options, membership);
        try {
            server.start(options.startTimeout());
            return server;
        } catch (RuntimeException | Error e) {
            try (server) {
                throw e; // a failure to close is added as a suppressed exception
            }
        }
    }

    /**
     * Creates a server and its folder without starting it.
     *
     * @param membership the cluster that the server belongs to; {@link Membership#NONE} for a server by itself
     */
    @API(status = Status.INTERNAL)
    public static NatsServer create(ServerOptions options, Membership membership) {
        return OpenServers.opened(new NatsServer(options, ServerLife.of(options, membership)));
    }

    /** Returns the URL for clients, {@code nats://127.0.0.1:PORT}, or {@code tls://…} if clients must use TLS. */
    public String url() {
        return (life.info().tls() ? "tls://" : "nats://") + host() + ":" + port();
    }

    /** Returns the port for clients. It stays the same after a restart. */
    public int port() {
        return life.address().getPort();
    }

    /** Returns the address for clients. */
    public InetSocketAddress address() {
        return life.address();
    }

    /** Returns the port of the server's HTTP monitoring; empty if the options ask for none. */
    public OptionalInt monitorPort() {
        return life.monitorPort();
    }

    /** Returns the server's name. */
    public String name() {
        return options.name();
    }

    /** Returns the version that the server reports, without a leading v. */
    public String version() {
        return life.info().version();
    }

    /** Returns the process id of the current or last process. */
    public long pid() {
        return life.process().pid();
    }

    /** Returns the server's private folder with its configuration. {@link #close()} removes it. */
    public Path folder() {
        return life.folder();
    }

    /** Returns the folder in which JetStream stores. {@link #close()} removes it unless the options name it. */
    public Path storeDir() {
        return life.storeDir();
    }

    /** Returns the server's log. */
    public LogTail log() {
        return log;
    }

    /** Returns whether the process exists; a paused process does. */
    public boolean isAlive() {
        return life.process() != null && life.process().isAlive();
    }

    /** Returns the process's exit status; empty while the process runs. */
    public OptionalInt exitStatus() {
        return life.process() == null ? OptionalInt.empty() : life.process().exitStatus();
    }

    /** Returns the state of the server's process. */
    public ServerState state() {
        if (isAlive()) {
            return requested;
        }
        return switch (requested) {
            case STOPPED, LAME_DUCK -> ServerState.STOPPED;
            case GONE -> ServerState.GONE;
            case RUNNING -> starting ? ServerState.GONE : ServerState.CRASHED;
            case PAUSED, CRASHED -> ServerState.CRASHED;
        };
    }

    /** Returns whether the process runs but has not served yet: it is being started, or its start was interrupted. */
    public boolean isStarting() {
        return starting && state() == ServerState.RUNNING;
    }

    /**
     * Starts the server again, with the same client port, store and log, and returns when it serves clients and
     * JetStream. If the thread is interrupted, the server keeps starting.
     *
     * @param limit the maximum time, including the wait for another operation
     * @throws ServerException if the server runs already or does not serve in time; in the second case its process is
     *     killed
     * @throws ServerKilledException if the server was killed meanwhile
     */
    public void start(Duration limit) {
        lock.run("started", limit, deadline -> startNow(limit, deadline));
    }

    /**
     * Stops the server cleanly (SIGTERM) and starts it again. If the stop takes half of the time, kills the server.
     *
     * @param limit the maximum time for all of it
     * @throws ServerException if the server cannot be stopped in its state or does not serve in time
     * @throws ServerKilledException if the server was killed meanwhile
     */
    public void restart(Duration limit) {
        Signals.requireSupport(OS, name(), "restarted");
        lock.run("restarted", limit, deadline -> {
            stopNow("restarted", limit.dividedBy(2));
            startNow(Polling.remaining(deadline), deadline);
        });
    }

    /**
     * Stops the server cleanly (SIGTERM), or kills it if it still runs after the limit.
     *
     * @return whether it stopped cleanly
     * @throws ServerException if the server cannot be stopped in its state, or the thread is interrupted
     */
    public boolean stop(Duration limit) {
        Signals.requireSupport(OS, name(), "stopped cleanly");
        AtomicBoolean clean = new AtomicBoolean();
        lock.run("stopped", limit, deadline -> clean.set(stopNow("stopped", limit)));
        return clean.get();
    }

    /**
     * Kills the server (SIGKILL) and waits until its process has ended. Works at any time, also while another operation
     * is running.
     *
     * @throws ServerException if no process runs
     */
    public synchronized void kill() {
        if (!isAlive()) {
            throw refused("killed", nextStep());
        }
        requested = ServerState.STOPPED;
        life.process().kill();
        life.processEnded(this, pid());
    }

    /**
     * Pauses the server (SIGSTOP) and returns when none of its threads runs. Its connections stay open.
     *
     * @throws ServerException if the server cannot be paused in its state
     */
    public void pause() {
        pause(SIGNAL_LIMIT);
    }

    /**
     * Pauses the server as {@link #pause()} does, with a limit for the wait for another operation.
     *
     * @param limit the maximum time to wait for another operation
     * @throws ServerException if the server cannot be paused in its state or in time
     */
    public void pause(Duration limit) {
        Signals.requireSupport(OS, name(), "paused");
        lock.run("paused", limit, deadline -> pauseNow());
    }

    private synchronized void pauseNow() {
        requireState("paused", ServerState.RUNNING);
        // before the signal, because an interrupted caller does not know whether it was sent
        requested = ServerState.PAUSED;
        try {
            life.process().signals(SIGNAL_LIMIT).send("STOP");
        } catch (ServerException e) {
            requested = Thread.currentThread().isInterrupted() ? ServerState.PAUSED : ServerState.RUNNING;
            throw e;
        }
        life.process().signals(SIGNAL_LIMIT).awaitStopped();
    }

    /**
     * Resumes a paused server (SIGCONT) and returns when it replies to clients again. A node may need more time to
     * rejoin its cluster.
     *
     * @param limit the maximum time, including the wait for another operation
     * @throws ServerException if the server is not paused or does not reply in time; in the second case it runs
     *     nevertheless
     * @throws ServerKilledException if the server was killed meanwhile
     */
    public void resume(Duration limit) {
        lock.run("resumed", limit, deadline -> {
            signal("resumed", ServerState.PAUSED, "CONT", ServerState.RUNNING);
            try {
                life.awaitReply(Polling.remaining(deadline));
            } catch (IOException e) {
                String message = "nats-server " + name() + " did not reply within " + limit.toMillis()
                        + "ms after SIGCONT: " + e.getMessage() + lastLines();
                throw unlessKilled("was resumed", () -> new ServerException(message, e));
            }
        });
    }

    /** Sends SIGCONT, in case another process has sent SIGSTOP. A running process is not affected. */
    public void wake() {
        if (isAlive() && !OS.toLowerCase(java.util.Locale.ROOT).contains("windows")) {
            life.process().signals(SIGNAL_LIMIT).send("CONT");
        }
    }

    /**
     * Starts lame duck mode (SIGUSR2): the server disconnects its clients gradually and then ends. Returns when the
     * mode has begun. The options {@code lame_duck_grace_period} and {@code lame_duck_duration} of its configuration
     * set the time until it ends.
     *
     * @param limit the maximum time until the mode begins, including the wait for another operation
     * @throws ServerException if the server cannot enter the mode in its state or in time
     * @throws ServerKilledException if the server was killed meanwhile
     */
    public void lameDuck(Duration limit) {
        Signals.requireSupport(OS, name(), "sent into lame duck mode");
        lock.run("sent into lame duck mode", limit, deadline -> {
            signal("sent into lame duck mode", ServerState.RUNNING, "USR2", ServerState.LAME_DUCK);
            if (log.awaitSinceStart(line -> line.contains("Entering lame duck mode"), Polling.remaining(deadline))
                    .isEmpty()) {
                throw unlessKilled(
                        "was entering lame duck mode",
                        () -> new ServerException("nats-server " + name() + " did not enter lame duck mode within "
                                + limit.toMillis() + "ms" + lastLines()));
            }
        });
    }

    /**
     * Ends the server and removes its private folder. A server with a user's store is stopped cleanly. A second call
     * has no effect.
     */
    @Override
    public synchronized void close() {
        OpenServers.closed(this);
        if (kept) {
            return;
        }
        try {
            if (isAlive() && options.storeDir().isPresent()) {
                if (requested == ServerState.PAUSED) {
                    life.process().signals(SIGNAL_LIMIT).send("CONT");
                }
                life.process().stop(STOP_LIMIT);
            }
        } finally {
            if (life.process() != null) {
                life.process().kill();
            }
            requested = ServerState.STOPPED;
            life.close();
        }
    }

    /**
     * Lets the server's process, store and log outlive this JVM; {@link #close()} has no effect after this. A paused
     * server is resumed first. The options must be keepable.
     *
     * @param routes the URLs that replace the routes to other nodes; empty if the server has none
     * @return the folder that holds all files of the server, to be removed by the user
     * @throws ServerException if the server cannot be kept; it ends with {@link #close()} then
     */
    @API(status = Status.INTERNAL)
    public synchronized Path keep(List<String> routes) {
        if (!kept) {
            if (state() == ServerState.PAUSED) {
                signal("resumed", ServerState.PAUSED, "CONT", ServerState.RUNNING);
            }
            life.keep(routes);
            kept = true;
        }
        return life.home();
    }

    @Override
    public String toString() {
        return "nats-server " + name() + " at " + url() + ", pid " + pid();
    }

    /**
     * Starts the process without waiting for it. The caller must end the process.
     *
     * @param limit the time that the start may take; used in messages and during the recovery of a large store
     * @throws ServerException if a process runs already or none can be started
     */
    @API(status = Status.INTERNAL)
    public synchronized void launch(Duration limit) {
        if (isAlive()) {
            throw refused("started", "stop or kill it first, or restart it");
        }
        life.launch(this, limit);
        requested = ServerState.RUNNING;
        starting = true;
    }

    /**
     * Returns when clients can connect, and JetStream replies if it needs no other server for that.
     *
     * @param deadline a time of {@link System#nanoTime()}
     * @throws ServerException if the server is not ready in time; its process is killed then
     */
    @API(status = Status.INTERNAL)
    public void awaitListening(long deadline) {
        awaitStart(() -> life.awaitListening(this, deadline));
    }

    /**
     * Returns when the server takes part in its cluster.
     *
     * @param deadline a time of {@link System#nanoTime()}
     * @throws ServerException if it does not in time; its process is killed then
     */
    @API(status = Status.INTERNAL)
    public void awaitServing(long deadline) {
        awaitStart(() -> life.awaitServing(this, deadline));
        starting = false;
    }

    /**
     * Waits for a process that was asked to end: a lame duck, or a stop whose wait was interrupted. Kills the process
     * after the limit. An interrupt does not end the wait.
     */
    @API(status = Status.INTERNAL)
    public void finish(Duration limit) {
        ServerProcess process = life.process();
        process.stop(limit);
        life.processEnded(this, process.pid());
    }

    /** Kills the server and forgets its port and its data, so that the next start is like the first. */
    @API(status = Status.INTERNAL)
    public synchronized void reset() {
        requireNotEnded();
        kill();
        life.forget();
    }

    /**
     * Throws if the process has ended by itself.
     *
     * @throws ServerException with the reason why the start failed
     */
    @API(status = Status.INTERNAL)
    public void requireNotEnded() {
        if (!isAlive()) {
            throw life.unexpectedEnd();
        }
    }

    /** Returns whether a client without credentials may send requests to JetStream. */
    @API(status = Status.INTERNAL)
    public boolean repliesToAnyone() {
        return life.config().repliesToAnyone(life.info());
    }

    /** Returns whether the configuration turns JetStream on. */
    public boolean hasJetStream() {
        return life.config().jetStream();
    }

    /** Returns the last lines of the log as the end of a message. */
    public String lastLines() {
        return ". Last lines of its log:\n  " + String.join("\n  ", log.tail(TAIL));
    }

    /** Makes a server that was started ahead belong to the cluster of its user, and passes its log on. */
    NatsServer adopt(Consumer<String> logLine, Membership membership) {
        awaitStart(() -> life.adopt(this, logLine, membership));
        return this;
    }

    private void startNow(Duration limit, long deadline) {
        launch(limit);
        awaitListening(deadline);
        awaitServing(deadline);
    }

    private boolean stopNow(String done, Duration limit) {
        ServerProcess process;
        synchronized (this) {
            requireState(done, ServerState.RUNNING, ServerState.LAME_DUCK);
            requested = ServerState.STOPPED;
            process = life.process();
        }
        boolean clean = process.stopUnlessInterrupted(limit);
        life.processEnded(this, process.pid());
        return clean;
    }

    /** The state changes before the signal is sent, because the server may end at once. */
    private synchronized void signal(String done, ServerState from, String name, ServerState to) {
        requireState(done, from);
        requested = to;
        life.process().signals(SIGNAL_LIMIT).send(name);
    }

    private interface Wait {
        void run() throws IOException;
    }

    /**
     * Kills a server that did not become ready in time; this does not count as a crash. If only the wait was
     * interrupted, the server keeps starting.
     */
    private void awaitStart(Wait wait) {
        try {
            wait.run();
        } catch (IOException e) {
            throw unlessKilled("started", () -> {
                requested = ServerState.GONE;
                return life.notReady(e);
            });
        } catch (RuntimeException e) {
            if (!Thread.currentThread().isInterrupted()) {
                throw unlessKilled("started", () -> {
                    requested = ServerState.GONE;
                    life.process().killAll();
                    return e;
                });
            }
            throw e;
        }
    }

    /** A kill meanwhile is the reason why a wait failed. */
    private synchronized RuntimeException unlessKilled(String meanwhile, Supplier<RuntimeException> failure) {
        return requested == ServerState.STOPPED
                ? new ServerKilledException(name() + " was killed while it " + meanwhile)
                : failure.get();
    }

    private void requireState(String done, ServerState... states) {
        if (!List.of(states).contains(state())) {
            throw refused(done, nextStep());
        }
    }

    private String nextStep() {
        return state().nextStep() + (state() == ServerState.CRASHED ? lastLines() : "");
    }

    private ServerException refused(String done, String nextStep) {
        return new ServerException("nats-server " + name() + " cannot be " + done + ": it is " + state() + " (pid "
                + pid() + "); " + nextStep);
    }

    private String host() {
        String host = life.address().getAddress().getHostAddress();
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
