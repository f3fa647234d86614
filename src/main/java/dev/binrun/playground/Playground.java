package dev.binrun.playground;

import dev.binrun.jetstream.Connections;
import dev.binrun.server.NatsServer;
import dev.binrun.server.binary.NatsBinary;
import dev.binrun.server.host.ServerException;
import dev.binrun.server.host.SettingException;
import dev.binrun.sessions.TerminalText;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The live system: a server that keeps its store, and the business logic on it. It prints a line for each event and
 * command.
 */
public final class Playground implements AutoCloseable {
    /** The exit code of a shell for a program that SIGPIPE ended. */
    private static final int CLOSED_PIPE = 128 + 13;

    private final PlaygroundSettings settings;
    private final NatsBinary binary;
    private final Optional<OwnAssets> assets;
    private final StoreLock lock;
    private final Consumer<String> lines;
    private final LiveEnd end = new LiveEnd();
    private final StoreWatch storeWatch;
    private final AnswerWatch answerWatch;
    private final Optional<LiveView> view;
    private Optional<PlaygroundPage> page = Optional.empty();
    private volatile LiveServer server;
    private boolean closed;
    private boolean clean;

    private Playground(
            PlaygroundSettings settings, NatsBinary binary, Optional<OwnAssets> assets, Consumer<String> lines)
            throws InterruptedException {
        this.settings = settings;
        this.binary = binary;
        this.assets = assets;
        this.lines = lines;
        view = settings.page() ? Optional.of(new LiveView()) : Optional.empty();
        lock = StoreLock.take(settings.storeDir());
        StoreLock.warning(settings.storeDir()).ifPresent(lines);
        storeWatch = new StoreWatch(settings.storeDir(), new OnStore());
        answerWatch = new AnswerWatch(() -> server, lines);
        server = newServer();
    }

    /**
     * Runs until a signal (Ctrl-C, SIGTERM) stops the process, with exit code 0, or 3 if the stop was not clean. After
     * a clean stop because of a closed pipe, the exit code is 141, as for a program that SIGPIPE ended.
     *
     * @param readerGone returns whether the reader of the output has closed it
     * @throws ServerException if the start fails, if the server ends by itself, or if memory runs out
     */
    public static void run(PlaygroundSettings settings, PrintStream out, BooleanSupplier readerGone)
            throws InterruptedException {
        LiveOutput output = new LiveOutput(out, System.err, readerGone);
        try (Shutdown shutdown = Shutdown.register(output::print, () -> readerGone.getAsBoolean() ? CLOSED_PIPE : 0)) {
            shutdown.closes(output::isComplete);
            Playground playground = open(settings, output::print);
            Thread.setDefaultUncaughtExceptionHandler(playground::threadFailed);
            shutdown.closes(() -> playground.stop() && output.isComplete());
            playground.welcome().forEach(output::print);
            String reason = playground.end.await();
            shutdown.awaitIfBegun();
            playground.close();
            throw new ServerException(reason);
        }
    }

    /**
     * Checks the file of further streams, consumers, buckets and object stores, and starts nothing.
     *
     * @throws SettingException if the file cannot be read, or with all its problems
     */
    public static void check(PlaygroundSettings settings) {
        settings.config().ifPresent(OwnAssets::read);
    }

    /**
     * Starts a live system, and returns when every consumer is as the buckets say.
     *
     * @param lines gets every line, on several threads
     * @throws ServerException if the server or the business logic does not start
     */
    public static Playground start(PlaygroundSettings settings, Consumer<String> lines) throws InterruptedException {
        Playground playground = open(settings, lines);
        playground.welcome().forEach(lines);
        return playground;
    }

    private static Playground open(PlaygroundSettings settings, Consumer<String> lines) throws InterruptedException {
        Optional<OwnAssets> assets = settings.config().map(OwnAssets::read);
        NatsBinary binary = RequiredServer.require(NatsBinary.find(settings.environment()));
        RequiredServer.warning(binary).ifPresent(lines);
        Playground playground = new Playground(settings, binary, assets, lines);
        try {
            playground.openPage();
            playground.server.start(settings.port(), playground.lock, playground.storeWatch::add);
        } catch (IOException | JetStreamApiException | RuntimeException | OutOfMemoryError e) {
            ServerException failure = playground.server.failure(e);
            playground.close();
            throw failure;
        } catch (InterruptedException e) {
            playground.close();
            throw e;
        }
        playground.storeWatch.start();
        playground.answerWatch.start();
        playground.page.ifPresent(PlaygroundPage::start);
        return playground;
    }

    /** Takes the port of the page, so that a taken one is known before the server starts. */
    private void openPage() {
        page = view.map(seen -> PlaygroundPage.open(settings, seen, () -> server, lines));
    }

    private LiveServer newServer() {
        return new LiveServer(settings, binary, assets, end, view, lines);
    }

    /** Returns the URL for clients. */
    public String url() {
        return server.nats().url();
    }

    /** Stops cleanly: commands that a worker has are worked and acknowledged; the next start mirrors the rest. */
    @Override
    public void close() {
        stop();
    }

    /** Stops the live system, and returns whether everything that was worked is written down. */
    synchronized boolean stop() {
        if (!closed) {
            closed = true;
            page.ifPresent(PlaygroundPage::close);
            storeWatch.close();
            answerWatch.close();
            clean = server.close();
            lock.close();
        }
        return clean;
    }

    private synchronized void startAgain() throws IOException, JetStreamApiException, InterruptedException {
        if (closed) {
            return;
        }
        int port = server.nats().port();
        server.stop();
        server = newServer();
        server.start(port, lock, storeWatch::add);
        lines.accept(
                "there is room again in the store " + settings.printableStore() + ", and the server was started again");
    }

    private void threadFailed(Thread thread, Throwable failure) {
        if (!end.isCausedBy(failure) && !Connections.isClosingRace(failure)) {
            lines.accept("warning: unexpected error on the thread '" + thread.getName() + "', please report it: "
                    + TerminalText.text(failure.toString(), 4096));
        }
    }

    private List<String> welcome() {
        NatsServer nats = server.nats();
        String cli = server.cli();
        String monitor = nats.monitorPort().isPresent()
                ? ", its monitoring at http://127.0.0.1:" + nats.monitorPort().getAsInt()
                : "";
        List<String> welcome = new ArrayList<>();
        page.map(PlaygroundPage::welcome).ifPresent(welcome::add);
        welcome.addAll(List.of(
                "Live system on " + nats.url() + monitor + ", storing in " + settings.printableStore()
                        + ". Ctrl-C ends it. Try:",
                "  " + cli + " kv put sessions Alice '{\"subscriptions\":[\"event.orders.created\"]}'",
                "  " + cli + " pub event.orders.created 'order 1'",
                "  " + cli + " pub command.x 'pay order 1'"));
        return welcome;
    }

    /** Reactions to the store, on the thread of its watch. */
    private final class OnStore implements StoreWatch.Events {
        @Override
        public void gone() {
            end.becauseStoreIsGone(settings.printableStore());
        }

        @Override
        public void unwritable(String reason) {
            lines.accept("warning: the server cannot write to the store " + settings.printableStore() + ": " + reason
                    + ". Events and commands are not stored, and no longer delivered or worked, until there is room; then"
                    + " the server is started again");
        }

        @Override
        public void limited(String reason) {
            lines.accept("warning: the server refuses events and commands: " + reason + ". It may use 75 % of the space"
                    + " that was free when it started; make room on the disk of " + settings.printableStore()
                    + " and start again");
        }

        @Override
        public void writable() {
            try {
                startAgain();
            } catch (IOException | JetStreamApiException | RuntimeException e) {
                end.because("the server could not be started again on the store " + settings.printableStore() + ": "
                        + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
