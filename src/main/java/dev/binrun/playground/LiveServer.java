package dev.binrun.playground;

import dev.binrun.jetstream.Connections;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerOptions;
import dev.binrun.server.binary.NatsBinary;
import dev.binrun.server.host.IoReason;
import dev.binrun.server.host.ServerException;
import dev.binrun.server.host.SettingException;
import dev.binrun.sessions.BusinessListener;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** One nats-server on the store of a live system, and the business logic on it, from their start to their stop. */
final class LiveServer {
    /** A delivered message has a longer line than its publish; the client closes the connection at too long a line. */
    private static final int LONGEST_LINE = 64 * 1024;

    /** A server that fails to start a mirror tries again after 10 s. */
    private static final Duration MIRROR_LATE = Duration.ofSeconds(4);

    private static final Duration MIRROR_ACTIVE = Duration.ofSeconds(15);

    /** The client's default of 2 s is too short on a busy machine. */
    private static final Duration CONNECTION = Duration.ofSeconds(10);

    /** The exit status of a process that a signal ended is this and the signal's number. */
    private static final int SIGNALLED = 128;

    private final PlaygroundSettings settings;
    private final NatsBinary binary;
    private final Optional<OwnAssets> assets;
    private final LiveEnd end;
    private final Consumer<String> lines;
    private final EventLines events;
    private final Optional<LiveView> view;
    private Optional<List<String>> lastStop = Optional.empty();
    private volatile NatsServer server;
    private volatile Connection nc;
    private BusinessLogic logic;
    private volatile boolean started;
    private volatile boolean stopping;

    /**
     * Creates a server that is not started.
     *
     * @param assets further streams, consumers and buckets of the user
     * @param view follows the business logic for the live page
     * @param lines gets each line, on several threads
     */
    LiveServer(
            PlaygroundSettings settings,
            NatsBinary binary,
            Optional<OwnAssets> assets,
            LiveEnd end,
            Optional<LiveView> view,
            Consumer<String> lines) {
        this.settings = settings;
        this.binary = binary;
        this.assets = assets;
        this.end = end;
        this.view = view;
        this.lines = lines;
        this.events = new EventLines(this::print, end::isCausedBy);
    }

    /**
     * Checks the store, starts the server on it, and returns when every consumer is as the buckets say.
     *
     * @param port the client port; -1 for any free one
     * @param lock gets the process id of the server
     * @param log gets each line of the server's log
     */
    void start(int port, StoreLock lock, Consumer<String> log)
            throws IOException, JetStreamApiException, InterruptedException {
        lastStop = CleanStop.take(settings.storeDir(), lines);
        CheckedStore store = new CheckedStore(settings.storeDir(), lastStop, lines);
        server = NatsServer.start(serverOptions(port, line -> {
            store.logged(line);
            log.accept(line);
        }));
        lastStop = lastStop.map(StoreSums::withoutSums);
        end.onReason(this::abortStart);
        exit(server).thenRun(this::abortStart);
        lock.servedBy(server.pid());
        connect();
        store.requireRecovered(nc);
        Topology.playground().make(nc);
        long workedThrough = store.compareMessages(nc);
        awaitMirror();
        if (assets.isPresent()) {
            assets.get().make(nc, lines);
        }
        CommandMirror.handEdits(settings.storeDir()).ifPresent(edits -> lines.accept("warning: " + edits));
        logic = BusinessLogic.start(
                nc,
                BusinessLogicOptions.defaults()
                        .withUser()
                        .withWorkedThrough(workedThrough)
                        .withStreams(StoreWarnings.streams(settings.storeDir()))
                        .withDamagedBuckets(store.damagedBuckets()),
                view.<BusinessListener>map(seen -> new BothListeners(events, seen))
                        .orElse(events));
        CommandMirror.discardConsumers(settings.storeDir());
        started = true;
        exit(server).thenRun(this::endedByItself);
    }

    /** Returns a failure to start with its cause: memory, the server's end, or the exception itself. */
    ServerException failure(Throwable failure) {
        if (failure instanceof SettingException setting) {
            return setting;
        }
        return failure instanceof ServerException
                ? new ServerException(printable(failure.getMessage()), failure)
                : new ServerException(
                        "the business logic did not start on the store " + settings.printableStore() + ": "
                                + reason(failure),
                        failure);
    }

    /** Stops the business logic, its connection and the server, as far as they were started. */
    LiveStop stop() {
        stopping = true;
        LiveStop stop = new LiveStop(end, lines);
        if (server != null) {
            stop.wake(server);
        }
        if (end.isOutOfMemory() && nc != null) {
            stop.attempt(nc::close); // nothing waits for replies that no thread reads
        }
        if (logic != null) {
            stop.attempt(() -> stop.stop(logic, events, server, nc));
        }
        if (nc != null) {
            stop.attempt(nc::close);
        }
        if (server != null) {
            stop.stop(server);
        }
        return stop;
    }

    /** Stops everything, notes the contents of the store for the next start, and returns whether the stop was clean. */
    boolean close() {
        LiveStop stop = stop();
        try {
            CommandMirror.returnConsumers(settings.storeDir());
            if (stop.isClean() && started) {
                CleanStop.mark(settings.storeDir(), contents(stop.counts()));
            } else if (lastStop.isPresent() && !end.isStoreGone()) {
                CleanStop.mark(settings.storeDir(), lastStop.get());
            }
        } catch (IOException e) {
            stop.notClean(IoReason.withPath(e));
        } catch (ServerException e) {
            stop.notClean(e.getMessage());
        }
        return stop.isClean();
    }

    /** Returns the server. It must have been started. */
    NatsServer nats() {
        return server;
    }

    /** Returns the start of a command of the nats CLI for the server. */
    String cli() {
        return server.port() == PlaygroundSettings.DEFAULT_PORT ? "nats" : "nats -s " + server.url();
    }

    /** Returns whether the server should reply: it has started, and is not being stopped. */
    boolean isServing() {
        return started && !stopping && !end.isOutOfMemory() && server.isAlive();
    }

    /** Returns whether the server replies to the business logic, or greets another client, within the limit. */
    boolean replies(Duration limit) {
        return nc.getStatus() == Connection.Status.CONNECTED && Connections.replies(nc, limit)
                || ServerProbe.greets(server.port(), limit);
    }

    /** Completes when the process of the server has ended. */
    static CompletableFuture<?> exit(NatsServer server) {
        return ProcessHandle.of(server.pid())
                .<CompletableFuture<?>>map(ProcessHandle::onExit)
                .orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    private void connect() throws IOException, InterruptedException {
        nc = Nats.connect(client("business logic", this::clientFailed).build());
        if (!server.isAlive()) {
            throw new IOException("its nats-server has ended");
        }
    }

    /** Opens another connection, which the caller closes. */
    Connection connectPage() throws IOException, InterruptedException {
        if (server == null) {
            throw new IOException("the server is being started again");
        }
        return Nats.connect(
                client("live page", failure -> {}).reportNoResponders().build());
    }

    /** Lets no request of the start wait for a reply that cannot arrive. */
    private void abortStart() {
        try {
            if (!started && nc != null) {
                nc.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void endedByItself() {
        if (!stopping) {
            end.because("the nats-server at " + server.url()
                    + " ended by itself; start again, with BINRUN_SERVER_LOG=true to see why");
        }
    }

    private void awaitMirror() throws IOException, JetStreamApiException, InterruptedException {
        try {
            Topology.awaitMirror(nc, MIRROR_LATE);
        } catch (IOException e) {
            lines.accept(e.getMessage() + "; waiting until the server tries again");
            Topology.awaitMirror(nc, MIRROR_ACTIVE);
        }
    }

    private List<String> contents(List<String> counts) throws IOException {
        StoredStreams stored = StoredStreams.of(settings.storeDir(), lastStop.orElse(List.of()));
        List<String> contents = new ArrayList<>(stored.contents());
        contents.addAll(counts);
        contents.addAll(new StoreSums(stored.folder()).lines(stored.names()));
        return contents;
    }

    private String reason(Throwable failure) {
        if (end.isCausedBy(failure) || end.isOutOfMemory()) {
            return end.outOfMemory();
        }
        OptionalInt status = server == null ? OptionalInt.empty() : server.exitStatus();
        if (status.isPresent()) {
            int code = status.getAsInt();
            return "its nats-server ended by itself ("
                    + (code > SIGNALLED ? "signal " + (code - SIGNALLED) : "exit code " + code) + ")";
        }
        return TerminalText.text(
                failure instanceof IOException io ? IoReason.withPath(io) : String.valueOf(failure.getMessage()), 4096);
    }

    /** The server's log, which a message may quote, may contain the raw path of the store. */
    private static String printable(String message) {
        return message.lines()
                .map(line -> TerminalText.text(line, Integer.MAX_VALUE))
                .collect(Collectors.joining("\n"));
    }

    /** Warnings after memory ran out name its victims, and not the cause. */
    private void print(String line) {
        if (!end.isOutOfMemory() || !line.startsWith("warning: ")) {
            lines.accept(line);
        }
    }

    private void clientFailed(Throwable failure) {
        if (!end.isCausedBy(failure) && started) {
            end.because("binrun itself failed; please report this: a thread of the client ended: " + failure);
        }
    }

    private ServerOptions serverOptions(int port, Consumer<String> log) {
        ServerOptions options = ServerOptions.ephemeral()
                .withName("live-system")
                .withPort(port)
                .withStoreDir(settings.storeDir())
                .withEnvironment(settings.environment())
                .withStartProgress(lines)
                .withBinary(binary)
                .withLogLine(line -> {
                    log.accept(line);
                    if (settings.serverLog()) {
                        lines.accept("server: " + TerminalText.text(line, Integer.MAX_VALUE));
                    }
                });
        return settings.monitorPort().isPresent()
                ? options.withMonitorPort(settings.monitorPort().getAsInt())
                : options;
    }

    private Options.Builder client(String name, Consumer<Throwable> failed) {
        return Options.builder()
                .server(server.url())
                .connectionName(name)
                .connectionTimeout(CONNECTION)
                .maxReconnects(-1)
                .maxPingsOut(-1) // a server that is silent for a while keeps its connection, and with it its deliveries
                .executor(new LiveThreads(name + " client", failed))
                .maxControlLine(LONGEST_LINE)
                .supportUTF8Subjects()
                .dataPortType(ReadableHeadersDataPort.class.getName())
                .errorListener(
                        new ErrorListener() { // the client's default listener would print
                            @Override
                            public void exceptionOccurred(Connection connection, Exception failure) {
                                end.isCausedBy(failure);
                            }
                        });
    }
}
