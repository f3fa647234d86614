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
import java.util.function.Supplier;

/**
 * One nats-server process on 127.0.0.1, with a private folder and a log of its own. It ends with {@link #close()}, or with this JVM,
 * however that ends; a terminal's Ctrl-C does not reach it (except on macOS).
 */
public final class NatsServer implements AutoCloseable {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
    private static final Duration SIGNAL_LIMIT = Duration.ofSeconds(5);
    private static final int TAIL = 10;
    private static final String OS = System.getProperty("os.name");

    private final ServerOptions options;
    private final ServerLife life;
    private final LogTail log;

    /** For what takes its time; the monitor is held for moments only, so that who kills need not wait. */
    private final ServerLock turn;

    private volatile ServerState asked = ServerState.RUNNING;
    private volatile boolean starting;

    private NatsServer(ServerOptions options, ServerLife life) {
        this.options = options;
        this.life = life;
        this.turn = new ServerLock(options.name());
        this.log = life.log();
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
        } catch (RuntimeException | Error e) {
            try (server) {
                throw e; // and what goes wrong when it is closed is told beside it
            }
        }
    }

    /** A server with its folder, not yet started. */
    public static NatsServer create(ServerOptions options, Membership membership) {
        return new NatsServer(options, ServerLife.of(options, membership));
    }

    /** The URL for clients, {@code nats://127.0.0.1:PORT}. */
    public String url() {
        return (life.info().tls() ? "tls://" : "nats://") + host() + ":" + port();
    }

    /** The client port. */
    public int port() {
        return life.address().getPort();
    }

    /** Where clients connect. */
    public InetSocketAddress address() {
        return life.address();
    }

    /** The port of the server's own HTTP monitoring, if it has any. */
    public OptionalInt monitorPort() {
        return life.monitorPort();
    }

    /** The server's name. */
    public String name() {
        return options.name();
    }

    /** The server's version without a leading v, as it says itself. */
    public String version() {
        return life.info().version();
    }

    /** The server's process id. */
    public long pid() {
        return life.process().pid();
    }

    /** The server's private folder, with its configuration; gone after {@link #close()}. */
    public Path folder() {
        return life.folder();
    }

    /** Where JetStream stores; a folder that the options named stays after {@link #close()}. */
    public Path storeDir() {
        return life.storeDir();
    }

    /** What the server has written. */
    public LogTail log() {
        return log;
    }

    /** Whether the process is there. */
    public boolean isAlive() {
        return life.process() != null && life.process().isAlive();
    }

    /** The process's exit status, once it has ended. */
    public OptionalInt exitStatus() {
        return life.process() == null ? OptionalInt.empty() : life.process().exitStatus();
    }

    /** What the server is doing. */
    public ServerState state() {
        if (isAlive()) {
            return asked;
        }
        return switch (asked) {
            case STOPPED, LAME_DUCK -> ServerState.STOPPED;
            case GONE -> ServerState.GONE;
            case RUNNING -> starting ? ServerState.GONE : ServerState.CRASHED;
            case PAUSED, CRASHED -> ServerState.CRASHED;
        };
    }

    /** Whether it runs, and nobody has seen it serve yet: it is being started, or whoever did that was interrupted. */
    public boolean isStarting() {
        return starting && state() == ServerState.RUNNING;
    }

    /**
     * Starts the server again, with the same client port, store and log, and returns when it serves clients and JetStream. Who is
     * interrupted meanwhile leaves it as it is: it goes on starting.
     *
     * @throws ServerException if it is there already, or does not serve in time: then its process has ended
     * @throws ServerKilledException if it was killed meanwhile
     */
    public void start(Duration limit) {
        turn.take("started", limit, deadline -> startNow(limit, deadline));
    }

    /** Ends the server cleanly (SIGTERM), or kills it if that takes most of the time, and starts it again; all within the limit. */
    public void restart(Duration limit) {
        Signals.requireSupport(OS, name(), "restarted");
        turn.take("restarted", limit, deadline -> {
            stopNow("restarted", limit.dividedBy(2));
            startNow(Polling.remaining(deadline), deadline);
        });
    }

    /**
     * Ends the server cleanly (SIGTERM), or kills it if it is still there after the limit.
     *
     * @return whether it ended cleanly
     */
    public boolean stop(Duration limit) {
        Signals.requireSupport(OS, name(), "stopped cleanly");
        AtomicBoolean clean = new AtomicBoolean();
        turn.take("stopped", limit, deadline -> clean.set(stopNow("stopped", limit)));
        return clean.get();
    }

    /** Ends the server at once (SIGKILL) and waits until it is gone; also while it is being started, stopped or whatever else. */
    public synchronized void kill() {
        if (!isAlive()) {
            throw refused("killed", next());
        }
        asked = ServerState.STOPPED;
        life.process().kill();
        life.processEnded(this, pid());
    }

    /** Holds the server (SIGSTOP) and returns when none of its threads runs: it does nothing, while its connections stay open. */
    public void pause() {
        pause(SIGNAL_LIMIT);
    }

    /** @param limit how long to wait for what else is being done to it */
    public void pause(Duration limit) {
        Signals.requireSupport(OS, name(), "paused");
        turn.take("paused", limit, deadline -> pauseNow());
    }

    private synchronized void pauseNow() {
        mustBe("paused", ServerState.RUNNING);
        asked = ServerState.PAUSED; // before: who is interrupted while the signal is sent cannot say whether it was
        try {
            life.process().signals(SIGNAL_LIMIT).send("STOP");
        } catch (ServerException e) {
            asked = Thread.currentThread().isInterrupted() ? ServerState.PAUSED : ServerState.RUNNING;
            throw e;
        }
        life.process().signals(SIGNAL_LIMIT).awaitStopped();
    }

    /**
     * Lets a paused server go on (SIGCONT) and returns when it answers clients again; what has become of its part in a cluster
     * meanwhile is another matter.
     *
     * @throws ServerException if it does not answer in time: it runs then all the same
     * @throws ServerKilledException if it was killed meanwhile
     */
    public void resume(Duration limit) {
        turn.take("resumed", limit, deadline -> {
            signal("resumed", ServerState.PAUSED, "CONT", ServerState.RUNNING);
            try {
                life.awaitReply(Polling.remaining(deadline));
            } catch (IOException e) {
                String message = "nats-server " + name() + " did not answer within " + limit.toMillis()
                        + "ms after SIGCONT: " + e.getMessage() + lastLines();
                throw unlessKilled("was to go on", () -> new ServerException(message, e));
            }
        });
    }

    /** Sends SIGCONT, in case another process sent SIGSTOP; a running process is not affected. */
    public void wake() {
        if (isAlive() && !OS.toLowerCase(java.util.Locale.ROOT).contains("windows")) {
            life.process().signals(SIGNAL_LIMIT).send("CONT");
        }
    }

    /**
     * Makes the server send its clients away, by and by, and then end (SIGUSR2); returns when it has begun. How long that takes is
     * a matter of its configuration: {@code lame_duck_grace_period}, {@code lame_duck_duration}.
     */
    public void lameDuck(Duration limit) {
        Signals.requireSupport(OS, name(), "sent into lame duck mode");
        turn.take("sent into lame duck mode", limit, deadline -> {
            signal("sent into lame duck mode", ServerState.RUNNING, "USR2", ServerState.LAME_DUCK);
            if (log.awaitSinceStart(line -> line.contains("Entering lame duck mode"), Polling.remaining(deadline))
                    .isEmpty()) {
                throw unlessKilled(
                        "was to enter lame duck mode",
                        () -> new ServerException("nats-server " + name() + " did not enter lame duck mode within "
                                + limit.toMillis() + "ms" + lastLines()));
            }
        });
    }

    /** Ends the server, cleanly if its store stays, and removes what is its own; safe to call again. */
    @Override
    public synchronized void close() {
        try {
            if (isAlive() && options.storeDir().isPresent()) {
                if (asked == ServerState.PAUSED) {
                    life.process().signals(SIGNAL_LIMIT).send("CONT");
                }
                life.process().stop(STOP_LIMIT);
            }
        } finally {
            if (life.process() != null) {
                life.process().kill();
            }
            asked = ServerState.STOPPED;
            life.close();
        }
    }

    @Override
    public String toString() {
        return "nats-server " + name() + " at " + url() + ", pid " + pid();
    }

    /** Executes it; from here on it must be ended. */
    public synchronized void launch(Duration limit) {
        if (isAlive()) {
            throw refused("started", "stop or kill it first, or restart it");
        }
        life.launch(this, limit);
        asked = ServerState.RUNNING;
        starting = true;
    }

    /** Returns when clients can connect, and JetStream answers, as far as it needs no other server for that. */
    public void awaitListening(long deadline) {
        whileStarting(() -> life.awaitListening(this, deadline));
    }

    /** Returns when it takes part in its cluster. */
    public void awaitServing(long deadline) {
        whileStarting(() -> life.awaitServing(this, deadline));
        starting = false;
    }

    /** Ends what was told to end and may not have yet: a lame duck, and one whose end somebody was too impatient to wait for. */
    public void finish(Duration limit) {
        ServerProcess process = life.process();
        process.stop(limit);
        life.processEnded(this, process.pid());
    }

    /** Ends it and forgets all that it knew: the next start is its first. */
    public synchronized void reset() {
        requireNotEnded();
        kill();
        life.forget();
    }

    /** Throws why its start failed, if it has ended since. */
    public void requireNotEnded() {
        if (!isAlive()) {
            throw life.unexpectedEnd();
        }
    }

    /** Whether a client without credentials may ask JetStream. */
    public boolean repliesToAnyone() {
        return life.config().repliesToAnyone(life.info());
    }

    /** Whether it is to have JetStream. */
    public boolean hasJetStream() {
        return life.config().jetStream();
    }

    /** The last lines that it wrote, to end a message with. */
    public String lastLines() {
        return ". The last that it wrote:\n  " + String.join("\n  ", log.tail(TAIL));
    }

    private void startNow(Duration limit, long deadline) {
        launch(limit);
        awaitListening(deadline);
        awaitServing(deadline);
    }

    /** Whether it ended cleanly. */
    private boolean stopNow(String done, Duration limit) {
        ServerProcess process;
        synchronized (this) {
            mustBe(done, ServerState.RUNNING, ServerState.LAME_DUCK);
            asked = ServerState.STOPPED;
            process = life.process();
        }
        boolean clean = process.stopUnlessInterrupted(limit);
        life.processEnded(this, process.pid());
        return clean;
    }

    /** The state is said before the signal is sent: it may end at once of it. */
    private synchronized void signal(String done, ServerState from, String name, ServerState to) {
        mustBe(done, from);
        asked = to;
        life.process().signals(SIGNAL_LIMIT).send(name);
    }

    private interface Wait {
        void run() throws IOException;
    }

    /** Who does not become ready is ended, which is no crash; where only the wait ends, because it was interrupted, it goes on. */
    private void whileStarting(Wait wait) {
        try {
            wait.run();
        } catch (IOException e) {
            throw unlessKilled("started", () -> {
                asked = ServerState.GONE;
                return life.notReady(e);
            });
        } catch (RuntimeException e) {
            if (!Thread.currentThread().isInterrupted()) {
                throw unlessKilled("started", () -> {
                    asked = ServerState.GONE;
                    life.process().killAll();
                    return e;
                });
            }
            throw e;
        }
    }

    /** What to say where a wait for it failed: if somebody killed it meanwhile, that is why. */
    private synchronized RuntimeException unlessKilled(String meanwhile, Supplier<RuntimeException> failure) {
        return asked == ServerState.STOPPED
                ? new ServerKilledException(name() + " was killed while it " + meanwhile)
                : failure.get();
    }

    private void mustBe(String done, ServerState... states) {
        if (!List.of(states).contains(state())) {
            throw refused(done, next());
        }
    }

    private String next() {
        return state().next() + (state() == ServerState.CRASHED ? lastLines() : "");
    }

    private ServerException refused(String done, String next) {
        return new ServerException("nats-server " + name() + " cannot be " + done + ": it is " + state() + " (pid "
                + pid() + "); " + next);
    }

    private String host() {
        String host = life.address().getAddress().getHostAddress();
        return host.contains(":") ? "[" + host + "]" : host;
    }

}
