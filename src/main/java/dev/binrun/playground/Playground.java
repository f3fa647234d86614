package dev.binrun.playground;

import static org.awaitility.Awaitility.await;

import dev.binrun.server.IoReason;
import dev.binrun.server.NatsBinary;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerException;
import dev.binrun.server.ServerOptions;
import dev.binrun.sessions.BusinessLogic;
import dev.binrun.sessions.BusinessLogicOptions;
import dev.binrun.sessions.Topology;
import dev.binrun.sessions.TopologyException;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.JetStreamApiException;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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

    private static final Duration MIRROR_ACTIVE = Duration.ofSeconds(15);

    private final StoreLock lock;
    private final Consumer<String> lines;
    private NatsServer server;
    private Connection nc;
    private Lines told;
    private BusinessLogic logic;
    private boolean closed;

    private Playground(StoreLock lock, Consumer<String> lines) {
        this.lock = lock;
        this.lines = lines;
    }

    /**
     * Runs until the process is told to stop (Ctrl-C, SIGTERM), which then ends it with exit code 0.
     *
     * @throws ServerException if it does not start, or if its server ends by itself
     */
    public static void run(PlaygroundSettings settings, PrintStream out) throws InterruptedException {
        Ending ending = Ending.register(out::println);
        try {
            Playground playground = start(settings, out::println);
            ending.closes(playground);
            playground.serverEnded().join();
            ending.awaitIfTold();
            playground.close();
            throw new ServerException("the nats-server at " + playground.url() + " ended by itself; start again, with"
                    + " BINRUN_SERVER_LOG=true to see why");
        } finally {
            ending.close();
        }
    }

    /**
     * Starts it, and returns once everything is as the buckets say.
     *
     * @param lines gets every line, on several threads
     */
    public static Playground start(PlaygroundSettings settings, Consumer<String> lines) throws InterruptedException {
        Optional<OwnAssets> own = settings.config().map(OwnAssets::read);
        NatsBinary binary = LeastServer.require(NatsBinary.find(settings.environment()));
        Playground playground = new Playground(StoreLock.take(settings.storeDir()), lines);
        try {
            playground.open(settings, binary, own);
            return playground;
        } catch (IOException | JetStreamApiException | TopologyException e) {
            playground.giveUp(settings.storeDir());
            throw new ServerException(
                    "the business logic did not start on the store " + settings.storeDir() + ": " + e.getMessage(), e);
        } catch (RuntimeException | InterruptedException e) {
            playground.giveUp(settings.storeDir());
            throw e;
        }
    }

    /** The URL for clients. */
    public String url() {
        return server.url();
    }

    /** Ends cleanly: what has arrived is worked and acknowledged; what is not mirrored yet is so after the next start. */
    @Override
    public void close() {
        close(() -> {});
    }

    private interface StoreWork {
        void run() throws IOException;
    }

    /** @param last done on the store when nothing uses it any more */
    private synchronized void close(StoreWork last) {
        if (closed) {
            return;
        }
        closed = true;
        if (logic != null) {
            closeLogic();
        }
        if (nc != null) {
            closeConnection();
        }
        if (server != null) {
            server.close();
        }
        try {
            last.run();
        } catch (IOException e) {
            lines.accept("warning: commands that were worked may be worked again after the next start: "
                    + IoReason.withPath(e));
        }
        lock.close();
    }

    private void open(PlaygroundSettings settings, NatsBinary binary, Optional<OwnAssets> own)
            throws IOException, JetStreamApiException, InterruptedException {
        StoredStreams stored = StoredStreams.of(settings.storeDir());
        CommandMirror.takeConsumers(settings.storeDir());
        StoreWarnings warnings = new StoreWarnings();
        server = NatsServer.start(serverOptions(settings, warnings).withBinary(binary));
        lock.servedBy(server.pid());
        nc = Nats.connect(clientOptions());
        stored.requireAll(nc.jetStreamManagement(), warnings);
        warnings.sentences().forEach(lines);
        Topology.playground().make(nc);
        long workedThrough = new Positions(nc, lines).check();
        Topology.awaitMirror(nc, MIRROR_ACTIVE);
        if (own.isPresent()) {
            own.get().make(nc, lines);
        }
        told = new Lines(lines);
        logic = BusinessLogic.start(
                nc,
                BusinessLogicOptions.defaults().withUser().withWorkedThrough(workedThrough).withDamagedBuckets(damagedBuckets(warnings)),
                told);
        CommandMirror.discardConsumers(settings.storeDir());
        welcome(settings).forEach(lines);
    }

    /** Closes what a start that failed has opened, and leaves the store as it was. */
    private void giveUp(Path storeDir) {
        close(() -> CommandMirror.returnConsumers(storeDir));
    }

    private static Set<String> damagedBuckets(StoreWarnings warnings) {
        return Stream.of(Topology.SESSIONS, Topology.COMMANDS)
                .filter(bucket -> warnings.areOf("KV_" + bucket))
                .collect(Collectors.toSet());
    }

    private ServerOptions serverOptions(PlaygroundSettings settings, StoreWarnings warnings) {
        ServerOptions options = ServerOptions.ephemeral()
                .withName("playground")
                .withPort(settings.port())
                .withStoreDir(settings.storeDir())
                .withEnvironment(settings.environment())
                .withStartProgress(lines);
        if (settings.monitorPort().isPresent()) {
            options = options.withMonitorPort(settings.monitorPort().getAsInt());
        }
        return options.withLogLine(line -> {
            warnings.add(line);
            if (settings.serverLog()) {
                lines.accept("server: " + line);
            }
        });
    }

    /** A silent client: that the server is gone is told once, and not by the client's default listener. */
    private Options clientOptions() {
        return Options.builder()
                .server(server.url())
                .connectionName("business logic")
                .maxReconnects(-1)
                .maxControlLine(LONGEST_LINE)
                .errorListener(new ErrorListener() {})
                .build();
    }

    private List<String> welcome(PlaygroundSettings settings) {
        String nats = server.port() == PlaygroundSettings.DEFAULT_PORT ? "nats" : "nats -s " + server.url();
        String monitor = server.monitorPort().isPresent()
                ? ", its monitoring at http://127.0.0.1:" + server.monitorPort().getAsInt()
                : "";
        return List.of(
                "Business logic on " + server.url() + monitor + ", storing in " + settings.storeDir()
                        + ". Ctrl-C ends it. Try:",
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
        logic.close();
        if (nc.getStatus() != Connection.Status.CONNECTED) {
            return;
        }
        try {
            boolean all = acknowledgedInTime();
            CommandMirror.keepWorkedThrough(nc);
            if (!all) {
                lines.accept("commands that are not acknowledged yet come again after the next start");
            }
        } catch (IOException | JetStreamApiException e) {
            lines.accept(
                    "warning: commands that were worked may be worked again after the next start: " + e.getMessage());
        }
        awaitWritten();
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
