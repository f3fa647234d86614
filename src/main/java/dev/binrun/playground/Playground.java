package dev.binrun.playground;

import static org.awaitility.Awaitility.await;

import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerOptions;
import dev.binrun.server.binary.NatsBinary;
import dev.binrun.server.host.IoReason;
import dev.binrun.server.host.ServerException;
import dev.binrun.server.host.SettingException;
import dev.binrun.sessions.BusinessLogic;
import dev.binrun.sessions.BusinessLogicOptions;
import dev.binrun.sessions.TerminalText;
import dev.binrun.sessions.Topology;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.JetStreamApiException;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/** A server that keeps its store, and the business logic on it; everything that arrives is told in one line. */
public final class Playground implements AutoCloseable {
    private static final Duration ACKNOWLEDGED = Duration.ofMillis(500);
    private static final Duration WRITTEN = Duration.ofMillis(300);

    /** A message's line is longer than the one that it was published with: the client would close the connection. */
    private static final int LONGEST_LINE = 64 * 1024;

    private static final Duration MIRROR_LATE = Duration.ofSeconds(4);
    private static final Duration MIRROR_ACTIVE = Duration.ofSeconds(15);

    private static final boolean WINDOWS =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");

    /** The client's default of 2 s is too short on a busy machine. */
    private static final Duration CONNECTION = Duration.ofSeconds(10);

    private static final Duration ANSWER = Duration.ofSeconds(5);

    /** A server with tens of thousands of consumers writes the position of each. */
    private static final Duration STOP = Duration.ofSeconds(60);

    /** The exit status of a process that a signal ended is this and the signal's number. */
    private static final int SIGNALLED = 128;

    private final PlaygroundSettings settings;
    private final NatsBinary binary;
    private final Optional<OwnAssets> own;
    private final StoreLock lock;
    private final Consumer<String> lines;
    private final StoreWatch watch;
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private volatile NatsServer server;
    private volatile String url;
    private volatile Connection nc;
    private EventLines told;
    private BusinessLogic logic;
    private boolean closed;
    private boolean clean = true;
    private volatile boolean served;
    private List<String> counts = List.of();
    private Optional<List<String>> lastStop = Optional.empty();
    private volatile boolean storeGone;

    private Playground(
            PlaygroundSettings settings,
            NatsBinary binary,
            Optional<OwnAssets> own,
            StoreLock lock,
            Consumer<String> lines) {
        this.settings = settings;
        this.binary = binary;
        this.own = own;
        this.lock = lock;
        this.lines = lines;
        this.watch = new StoreWatch(settings.storeDir(), new OnStore());
    }

    /**
     * Runs until the process is told to stop (Ctrl-C, SIGTERM), which then ends it with exit code 0, or 3 if the end was not clean.
     *
     * @throws ServerException if it does not start, or if its server ends by itself
     */
    public static void run(PlaygroundSettings settings, PrintStream out) throws InterruptedException {
        LiveOutput output = new LiveOutput(out, System.err);
        Shutdown ending = Shutdown.register(output::print);
        ending.closes(output::isComplete);
        try {
            Playground playground = start(settings, output::print);
            ending.closes(() -> playground.end() && output.isComplete());
            String reason = playground.ended.join();
            ending.awaitIfTold();
            playground.close();
            throw new ServerException(reason);
        } finally {
            ending.close();
        }
    }

    /**
     * Checks the file of further streams, consumers, buckets and object stores, and starts nothing.
     *
     * @throws SettingException if it cannot be read, or with everything that is wrong in it
     */
    public static void check(PlaygroundSettings settings) {
        settings.config().ifPresent(OwnAssets::read);
    }

    /**
     * Starts it, and returns once everything is as the buckets say.
     *
     * @param lines gets every line, on several threads
     */
    public static Playground start(PlaygroundSettings settings, Consumer<String> lines) throws InterruptedException {
        Optional<OwnAssets> own = settings.config().map(OwnAssets::read);
        NatsBinary binary = RequiredServer.require(NatsBinary.find(settings.environment()));
        RequiredServer.warning(binary).ifPresent(lines);
        Playground playground = new Playground(settings, binary, own, StoreLock.take(settings.storeDir()), lines);
        StoreLock.warning(settings.storeDir()).ifPresent(lines);
        try {
            playground.open(settings.port());
            playground.welcome().forEach(lines);
            playground.watch.start();
            return playground;
        } catch (ServerException e) {
            playground.giveUp(settings.storeDir());
            throw printable(e);
        } catch (IOException | JetStreamApiException | RuntimeException e) {
            String reason = playground.reason(e);
            playground.giveUp(settings.storeDir());
            throw new ServerException(
                    "the business logic did not start on the store " + playground.store() + ": " + reason, e);
        } catch (InterruptedException e) {
            playground.giveUp(settings.storeDir());
            throw e;
        }
    }

    /** A server that has ended is the reason for all that failed meanwhile. */
    private String reason(Exception failure) {
        OptionalInt status = server == null ? OptionalInt.empty() : server.exitStatus();
        if (status.isPresent()) {
            return "its nats-server ended by itself ("
                    + (status.getAsInt() > SIGNALLED
                            ? "signal " + (status.getAsInt() - SIGNALLED)
                            : "exit code " + status.getAsInt())
                    + ")";
        }
        return TerminalText.text(
                failure instanceof IOException io ? IoReason.withPath(io) : String.valueOf(failure.getMessage()), 4096);
    }

    /** The server's own log may hold the store's path as it is. */
    private static ServerException printable(ServerException failure) {
        String message = failure.getMessage()
                .lines()
                .map(line -> TerminalText.text(line, Integer.MAX_VALUE))
                .collect(Collectors.joining("\n"));
        return message.equals(failure.getMessage()) || failure instanceof SettingException
                ? failure
                : new ServerException(message, failure);
    }

    /** The path of the store, to print. */
    private String store() {
        return TerminalText.text(settings.storeDir().toString(), 4096);
    }

    /** The URL for clients. */
    public String url() {
        return url;
    }

    /** Ends cleanly: what has arrived is worked and acknowledged; what is not mirrored yet is so after the next start. */
    @Override
    public void close() {
        close(() -> {});
    }

    private interface StoreWork {
        void run() throws IOException;
    }

    /** Closes it, and returns whether all that was worked is written down. */
    boolean end() {
        close();
        return clean;
    }

    /** @param last done on the store when nothing uses it any more */
    private synchronized void close(StoreWork last) {
        if (closed) {
            return;
        }
        closed = true;
        watch.close();
        closeServing();
        try {
            last.run();
            if (clean && served) {
                List<String> contents =
                        new ArrayList<>(StoredStreams.of(settings.storeDir()).contents());
                contents.addAll(counts);
                CleanStop.mark(settings.storeDir(), contents);
            } else if (lastStop.isPresent()) {
                CleanStop.mark(settings.storeDir(), lastStop.get());
            }
        } catch (IOException e) {
            lines.accept("warning: commands that were worked may be worked again after the next start: "
                    + IoReason.withPath(e));
        }
        lock.close();
    }

    /** Ends the business logic, its connection and the server, each as far as it was started. */
    private void closeServing() {
        if (server != null) {
            wake();
        }
        if (logic != null) {
            closeLogic();
            logic = null;
        }
        if (nc != null) {
            closeConnection();
            nc = null;
        }
        if (server != null) {
            closeServer();
        }
    }

    /** A server that is stopped by a signal can neither store its acknowledgements nor end. */
    private void wake() {
        try {
            server.wake();
        } catch (ServerException e) {
            notClean(e.getMessage());
        }
    }

    private void closeServer() {
        NatsServer ending = server;
        server = null;
        try {
            if (ending.isAlive() && !WINDOWS && !ending.stop(STOP)) {
                notClean("the server did not end within " + STOP.toSeconds() + " s and was killed");
            }
        } catch (ServerException e) {
            notClean(e.getMessage().lines().findFirst().orElse(""));
        }
        ending.close();
    }

    private void notClean(String reason) {
        boolean known = !clean || storeGone;
        clean = false;
        if (!known) {
            lines.accept("warning: this was no clean stop, commands that were worked may be worked again after the next"
                    + " start: " + reason);
        }
    }

    private void open(int port) throws IOException, JetStreamApiException, InterruptedException {
        StoredStreams stored = StoredStreams.of(settings.storeDir());
        lastStop = CleanStop.take(settings.storeDir(), lines);
        stored.missing(lastStop.orElse(List.of())).forEach(lines);
        CommandMirror.takeConsumers(settings.storeDir());
        StoreWarnings warnings = new StoreWarnings(lastStop.isPresent());
        NatsServer started = NatsServer.start(serverOptions(port, warnings).withBinary(binary));
        server = started;
        url = started.url();
        serverEnded().thenRun(() -> abort(started));
        lock.servedBy(started.pid());
        nc = Nats.connect(clientOptions());
        if (!started.isAlive()) {
            throw new IOException("its nats-server has ended");
        }
        stored.requireAll(nc.jetStreamManagement(), warnings);
        warnings.sentences().forEach(lines);
        Topology.playground().make(nc);
        StreamPositions positions = new StreamPositions(nc, lines);
        positions.compareCounts(lastStop.orElse(List.of()));
        long workedThrough = positions.check();
        awaitMirror();
        if (own.isPresent()) {
            own.get().make(nc, lines);
        }
        told = new EventLines(lines);
        logic = BusinessLogic.start(
                nc,
                BusinessLogicOptions.defaults()
                        .withUser()
                        .withWorkedThrough(workedThrough)
                        .withStreams(StoreWarnings.streams(settings.storeDir()))
                        .withDamagedBuckets(damagedBuckets(stored, warnings)),
                told);
        CommandMirror.discardConsumers(settings.storeDir());
        served = true;
        serverEnded().thenRun(() -> {
            if (server == started) {
                ended.complete("the nats-server at " + url + " ended by itself; start again, with"
                        + " BINRUN_SERVER_LOG=true to see why");
            }
        });
    }

    /** A server that fails to start the mirror tries again after 10 s. */
    private void awaitMirror() throws IOException, JetStreamApiException, InterruptedException {
        try {
            Topology.awaitMirror(nc, MIRROR_LATE);
        } catch (IOException e) {
            lines.accept(e.getMessage() + "; waiting until the server tries again");
            Topology.awaitMirror(nc, MIRROR_ACTIVE);
        }
    }

    /** What the watch of the store does; it never starts a server again that is about to end. */
    private final class OnStore implements StoreWatch.Events {
        @Override
        public void gone() {
            storeGone = true;
            ended.complete("the store " + store() + " is gone: it was removed or unmounted while the live system"
                    + " used it. Nothing more can be stored, so it ends");
        }

        @Override
        public void unwritable(String reason) {
            lines.accept("warning: the server cannot write to the store " + store() + ": " + reason
                    + ". Events and commands are not stored, and no longer delivered or worked, until there is room; then"
                    + " the server is started again");
        }

        @Override
        public void writable() {
            try {
                startAgain();
            } catch (IOException | JetStreamApiException | RuntimeException e) {
                ended.complete("the server could not be started again on the store " + store() + ": " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Lets no request wait for a server that ended while the live system starts. */
    private void abort(NatsServer started) {
        if (!served && server == started && nc != null) {
            closeConnection();
        }
    }

    private synchronized void startAgain() throws IOException, JetStreamApiException, InterruptedException {
        if (closed) {
            return;
        }
        int port = server.port();
        served = false;
        closeServing();
        clean = true;
        open(port);
        lines.accept("there is room again in the store " + store() + ", and the server was started again");
    }

    /** Closes what a start that failed has opened, and leaves the store as it was. */
    private void giveUp(Path storeDir) {
        close(() -> CommandMirror.returnConsumers(storeDir));
    }

    /** A bucket that was removed through the server does not count. */
    private Set<String> damagedBuckets(StoredStreams stored, StoreWarnings warnings) {
        return Stream.of(Topology.SESSIONS, Topology.COMMANDS)
                .filter(bucket -> warnings.areOf("KV_" + bucket)
                        || lastStop.orElse(List.of()).contains("KV_" + bucket)
                                && !stored.names().contains("KV_" + bucket))
                .collect(Collectors.toSet());
    }

    private ServerOptions serverOptions(int port, StoreWarnings warnings) {
        ServerOptions options = ServerOptions.ephemeral()
                .withName("playground")
                .withPort(port)
                .withStoreDir(settings.storeDir())
                .withEnvironment(settings.environment())
                .withStartProgress(lines);
        if (settings.monitorPort().isPresent()) {
            options = options.withMonitorPort(settings.monitorPort().getAsInt());
        }
        return options.withLogLine(line -> {
            warnings.add(line);
            watch.add(line);
            if (settings.serverLog()) {
                lines.accept("server: " + TerminalText.text(line, Integer.MAX_VALUE));
            }
        });
    }

    /** A silent client: that the server is gone is told once, and not by the client's default listener. */
    private Options clientOptions() {
        return Options.builder()
                .server(server.url())
                .connectionName("business logic")
                .connectionTimeout(CONNECTION)
                .maxReconnects(-1)
                .maxControlLine(LONGEST_LINE)
                .supportUTF8Subjects()
                .dataPortType(ReadableHeadersDataPort.class.getName())
                .errorListener(new ErrorListener() {})
                .build();
    }

    private List<String> welcome() {
        String nats = server.port() == PlaygroundSettings.DEFAULT_PORT ? "nats" : "nats -s " + server.url();
        String monitor = server.monitorPort().isPresent()
                ? ", its monitoring at http://127.0.0.1:" + server.monitorPort().getAsInt()
                : "";
        return List.of(
                "Business logic on " + server.url() + monitor + ", storing in " + store() + ". Ctrl-C ends it. Try:",
                "  " + nats + " kv put sessions Alice '{\"subscriptions\":[\"event.orders.created\"]}'",
                "  " + nats + " pub event.orders.created 'order 1'",
                "  " + nats + " pub command.x 'pay order 1'");
    }

    private CompletableFuture<?> serverEnded() {
        return ProcessHandle.of(server.pid())
                .<CompletableFuture<?>>map(ProcessHandle::onExit)
                .orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    private void closeLogic() {
        if (storeGone || !server.isAlive()) {
            clean = false;
            logic.close();
            return;
        }
        if (!answers()) {
            notClean("the server does not answer");
            logic.close();
            return;
        }
        logic.close();
        try {
            boolean all = acknowledgedInTime();
            CommandMirror.keepWorkedThrough(nc);
            counts = new StreamPositions(nc, lines).counts();
            if (!all) {
                lines.accept("commands that are not acknowledged yet come again after the next start");
            }
        } catch (IOException | JetStreamApiException e) {
            notClean(e.getMessage());
        }
        awaitWritten();
    }

    private boolean answers() {
        try {
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .atMost(ANSWER)
                    .until(() -> nc.getStatus() == Connection.Status.CONNECTED || !server.isAlive());
            nc.flush(ANSWER);
            return true;
        } catch (ConditionTimeoutException | TimeoutException | IllegalStateException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean acknowledgedInTime() {
        try {
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .atMost(ACKNOWLEDGED)
                    .until(() -> CommandMirror.isAllAcknowledged(nc));
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    /**
     * Waits until the server has written down what was acknowledged. It does so up to 100 ms later, and not when it is stopped
     * meanwhile (2.14.0: of 16 consumers that were stopped within 30 ms, 11 forgot it all). Nothing tells when it has.
     */
    private void awaitWritten() {
        Duration left = WRITTEN.minus(told.sinceLastArrival());
        if (!left.isNegative()) {
            serverEnded()
                    .thenApply(ended -> true)
                    .completeOnTimeout(false, left.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        }
    }

    private void closeConnection() {
        try {
            nc.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
