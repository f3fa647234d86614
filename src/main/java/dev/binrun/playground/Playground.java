package dev.binrun.playground;

import static org.awaitility.Awaitility.await;

import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerOptions;
import dev.binrun.server.binary.NatsBinary;
import dev.binrun.server.host.IoReason;
import dev.binrun.server.host.MemoryLimit;
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
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
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

    private static final int CLOSED_PIPE = SIGNALLED + 13;

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
    private volatile boolean closed;
    private boolean clean = true;
    private volatile boolean served;
    private List<String> counts = List.of();
    private Optional<List<String>> lastStop = Optional.empty();
    private volatile boolean storeGone;
    private volatile boolean failed;
    private volatile String memory = "";
    private final LiveThreads threads = new LiveThreads(this::clientFailed);
    private final AnswerWatch answerWatch = new AnswerWatch(new OnAnswers());

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
     * After a clean end whose cause was a closed pipe, the exit code is 141, as for a program that SIGPIPE ended.
     *
     * @param readerGone returns whether the reader of the output has closed it
     * @throws ServerException if it does not start, if its server ends by itself, or if memory runs out
     */
    public static void run(PlaygroundSettings settings, PrintStream out, BooleanSupplier readerGone)
            throws InterruptedException {
        LiveOutput output = new LiveOutput(out, System.err, readerGone);
        Shutdown ending = Shutdown.register(output::print, () -> readerGone.getAsBoolean() ? CLOSED_PIPE : 0);
        ending.closes(output::isComplete);
        try {
            Playground playground = open(settings, output::print);
            Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> playground.threadFailed(thread, failure));
            ending.closes(() -> playground.end() && output.isComplete());
            playground.welcome().forEach(output::print);
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
        Playground playground = open(settings, lines);
        playground.welcome().forEach(lines);
        return playground;
    }

    private static Playground open(PlaygroundSettings settings, Consumer<String> lines) throws InterruptedException {
        Optional<OwnAssets> own = settings.config().map(OwnAssets::read);
        NatsBinary binary = RequiredServer.require(NatsBinary.find(settings.environment()));
        RequiredServer.warning(binary).ifPresent(lines);
        Playground playground = new Playground(settings, binary, own, StoreLock.take(settings.storeDir()), lines);
        StoreLock.warning(settings.storeDir()).ifPresent(lines);
        try {
            playground.open(settings.port());
            playground.watch.start();
            playground.answerWatch.start();
            return playground;
        } catch (ServerException e) {
            playground.giveUp(settings.storeDir());
            throw printable(e);
        } catch (IOException | JetStreamApiException | RuntimeException | OutOfMemoryError e) {
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
    private String reason(Throwable failure) {
        if (failed || failed(failure)) {
            return memory;
        }
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
        answerWatch.close();
        closeServing();
        try {
            last.run();
            if (clean && served) {
                CleanStop.mark(settings.storeDir(), contents());
            } else if (lastStop.isPresent() && !storeGone) {
                CleanStop.mark(settings.storeDir(), lastStop.get());
            }
        } catch (IOException e) {
            notClean(IoReason.withPath(e));
        } catch (ServerException e) {
            notClean(e);
        }
        lock.close();
    }

    /** The contents of the store after a clean stop. */
    private List<String> contents() throws IOException {
        StoredStreams stored = StoredStreams.of(settings.storeDir(), lastStop.orElse(List.of()));
        List<String> contents = new ArrayList<>(stored.contents());
        contents.addAll(counts);
        contents.addAll(new StoreSums(stored.folder()).lines(stored.names()));
        return contents;
    }

    /** Ends the business logic, its connection and the server, each as far as it was started. */
    private void closeServing() {
        if (server != null) {
            wake();
        }
        if (failed && nc != null) {
            attempt(this::closeConnection); // nothing waits for answers that no thread reads
        }
        if (logic != null) {
            attempt(this::closeLogic);
            logic = null;
        }
        if (nc != null) {
            attempt(this::closeConnection);
            nc = null;
        }
        if (server != null) {
            closeServer();
        }
    }

    /** Closes a part of the live system. A failure does not keep the other parts open. */
    private void attempt(Runnable closing) {
        try {
            closing.run();
        } catch (RuntimeException | Error e) {
            notClean(e);
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
            notClean(e);
        }
        ending.close();
    }

    private void notClean(String reason) {
        notClean(new ServerException(reason));
    }

    private void notClean(Throwable failure) {
        boolean known = !clean || storeGone || failed;
        clean = false;
        if (!known) {
            lines.accept(Shutdown.sentence(failure));
        }
    }

    private void open(int port) throws IOException, JetStreamApiException, InterruptedException {
        lastStop = CleanStop.take(settings.storeDir(), lines);
        List<String> before = lastStop.orElse(List.of());
        StoredStreams stored = StoredStreams.of(settings.storeDir(), before);
        stored.strayWarnings().forEach(lines);
        stored.missing(before).forEach(lines);
        CommandMirror.takeConsumers(settings.storeDir());
        stored.renameDamagedPositions().forEach(lines);
        StoreSums sums = new StoreSums(stored.folder());
        sums.damagedConsumers(before).forEach(lines);
        Map<String, List<Path>> damagedBlocks = sums.damagedBlocks(before);
        stored.requireHarmless(damagedBlocks);
        StoreWarnings warnings = new StoreWarnings(lastStop.isPresent(), stored.strayNames());
        NatsServer started = NatsServer.start(serverOptions(port, warnings).withBinary(binary));
        server = started;
        lastStop = lastStop.map(StoreSums::withoutSums);
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
        positions.compareCounts(before);
        new UnreadableMessages(nc).warnings(damagedBlocks).forEach(lines);
        long workedThrough = positions.check();
        awaitMirror();
        if (own.isPresent()) {
            own.get().make(nc, lines);
        }
        CommandMirror.editsOfTaken(settings.storeDir()).ifPresent(edits -> lines.accept("warning: " + edits));
        told = new EventLines(this::tell, this::failed);
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
        public void limited(String reason) {
            lines.accept("warning: the server refuses events and commands: " + reason + ". It may use 75 % of the space"
                    + " that was free when it started; make room on the disk of " + store() + " and start again");
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

    /** Reports the silence of the server. */
    private final class OnAnswers implements AnswerWatch.Server {
        @Override
        public boolean isServing() {
            NatsServer current = server;
            return served && !closed && !failed && current != null && current.isAlive();
        }

        @Override
        public boolean answers() {
            Connection current = nc;
            return current == null
                    || current.getStatus() == Connection.Status.CONNECTED && isFlushed(current)
                    || greets();
        }

        /** A client that lacks memory gets no answers either; then the server still greets a new connection. */
        private boolean greets() {
            NatsServer current = server;
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), current == null ? 0 : current.port())) {
                socket.setSoTimeout((int) AnswerWatch.PROBE.toMillis());
                return socket.getInputStream().read() >= 0;
            } catch (IOException e) {
                return false;
            }
        }

        private boolean isFlushed(Connection connection) {
            try {
                connection.flush(AnswerWatch.PROBE);
                return true;
            } catch (TimeoutException | IllegalStateException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        @Override
        public void silent() {
            long pid = server.pid();
            lines.accept(
                    "warning: the server (process " + pid + ") does not answer. Until it does, no event or command is"
                            + " stored, delivered or worked, and changes of the buckets wait. If a signal stopped it, kill -CONT "
                            + pid + " continues it");
        }

        @Override
        public void answersAgain() {
            lines.accept("the server answers again");
        }
    }

    /**
     * Ends the live system if memory ran out, because jnats or the business logic may have lost a thread.
     *
     * @return whether it ends
     */
    private boolean failed(Throwable failure) {
        Optional<String> reason = MemoryLimit.outOfMemory(failure);
        reason.ifPresent(sentence -> {
            memory = sentence;
            failed = true;
            ended.complete(sentence + ". The live system ends; commands that were worked may be worked again after the"
                    + " next start");
            if (!served && nc != null) {
                closeConnection(); // a start waits for answers
            }
        });
        return reason.isPresent();
    }

    /** Prints a line; the warnings after memory ran out name victims, and not the cause. */
    private void tell(String line) {
        if (!failed || !line.startsWith("warning: ")) {
            lines.accept(line);
        }
    }

    /** Without its reader or writer, the client gets no answer any more. */
    private void clientFailed(Throwable failure) {
        if (!failed(failure) && served) {
            ended.complete("binrun itself failed; please report this: a thread of the client ended: " + failure);
        }
    }

    private void threadFailed(Thread thread, Throwable failure) {
        if (!failed(failure)) {
            lines.accept("warning: unexpected error on the thread '" + thread.getName() + "', please report it: "
                    + TerminalText.text(failure.toString(), 4096));
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
                .maxPingsOut(-1) // a server that is silent for a while keeps its connection, and with it its deliveries
                .executor(threads)
                .maxControlLine(LONGEST_LINE)
                .supportUTF8Subjects()
                .dataPortType(ReadableHeadersDataPort.class.getName())
                .errorListener(new ErrorListener() {
                    @Override
                    public void exceptionOccurred(Connection connection, Exception failure) {
                        failed(failure);
                    }
                })
                .build();
    }

    private List<String> welcome() {
        String nats = server.port() == PlaygroundSettings.DEFAULT_PORT ? "nats" : "nats -s " + server.url();
        String monitor = server.monitorPort().isPresent()
                ? ", its monitoring at http://127.0.0.1:" + server.monitorPort().getAsInt()
                : "";
        return List.of(
                "Live system on " + server.url() + monitor + ", storing in " + store() + ". Ctrl-C ends it. Try:",
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
        if (storeGone || failed || !server.isAlive()) {
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
