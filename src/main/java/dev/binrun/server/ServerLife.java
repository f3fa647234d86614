package dev.binrun.server;

import dev.binrun.server.binary.NatsBinary;
import dev.binrun.server.host.FileOwnership;
import dev.binrun.server.host.Folder;
import dev.binrun.server.host.HeldPort;
import dev.binrun.server.host.Reaper;
import dev.binrun.server.host.RunFolder;
import dev.binrun.server.host.ServerException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The consecutive processes of one server, which share its port, its store and its log. */
final class ServerLife {
    /** Repeats a user's store on the command line, so that a later live system can see which store a server uses. */
    static final String STORE_FLAG = "-sd";

    private static final Pattern MONITORING = Pattern.compile("Starting https? monitor on .+:(\\d+)$");

    private final ServerOptions options;
    private final RunFolder folder;
    private final Reaper reaper;
    private final List<String> command;
    private final LogTail log = new LogTail(this::isInternal);
    private final LogListener listener;
    private final HeldPort held = new HeldPort();
    private volatile Membership membership;
    private volatile ServerConfigFile config;
    private volatile ServerProcess process;
    private volatile InetSocketAddress address;
    private volatile InfoMessage info;
    private volatile OptionalInt monitorPort = OptionalInt.empty();
    private Duration startLimit;
    private boolean isRestart;
    private long portHolder;
    private boolean closed;

    private ServerLife(
            ServerOptions options, NatsBinary binary, Reaper reaper, RunFolder folder, Membership membership) {
        this.options = options;
        this.folder = folder;
        this.reaper = reaper;
        this.membership = membership;
        this.listener = new LogListener(log, options.logLine());
        this.config = configured();
        this.command = Stream.of(
                        reaper.detached(options.storeDir().isPresent() || options.keepable()),
                        Stream.of(
                                binary.path().toString(), "-c", folder.config().toString()),
                        options.storeDir().stream().flatMap(store -> Stream.of(STORE_FLAG, store.toString())))
                .flatMap(words -> words)
                .toList();
    }

    /**
     * Creates a server's folder; no process runs yet.
     *
     * @throws ServerException if no executable is found or the folder cannot be created
     */
    static ServerLife of(ServerOptions options, Membership membership) {
        NatsBinary binary = options.binary().orElseGet(() -> NatsBinary.find(options.environment()));
        if (!Files.isExecutable(binary.path())) {
            throw new ServerException("nats-server " + options.name() + " did not start: " + binary.path() + " (from "
                    + binary.source() + ") does not exist or is not executable");
        }
        Reaper reaper = options.keepable() ? Reaper.ofOneServer() : Reaper.ofThisJvm();
        RunFolder folder = RunFolder.create(reaper, options.storeDir().isPresent());
        try {
            return new ServerLife(options, binary, reaper, folder, membership);
        } catch (RuntimeException e) {
            try {
                folder.remove();
            } catch (ServerException failure) {
                e.addSuppressed(failure);
            }
            throw e;
        }
    }

    /** Returns the server's private folder. */
    Path folder() {
        return folder.path();
    }

    /** Returns the folder in which JetStream stores. */
    Path storeDir() {
        return options.storeDir().orElse(folder.store());
    }

    /** Returns the log of all processes. */
    LogTail log() {
        return log;
    }

    /** Returns the configuration of the next or current process. */
    ServerConfigFile config() {
        return config;
    }

    /** Returns the current or last process; null before the first start. */
    ServerProcess process() {
        return process;
    }

    /** Returns the address for clients; null until the server has listened. */
    InetSocketAddress address() {
        return address;
    }

    /** Returns the last INFO message of the server; null until one has arrived. */
    InfoMessage info() {
        return info;
    }

    /** Returns the monitoring port of the current process; empty if it has none or has not reported it yet. */
    OptionalInt monitorPort() {
        return monitorPort;
    }

    /**
     * Starts a process. The caller must end it.
     *
     * @throws ServerException if the process cannot be started
     */
    void launch(NatsServer server, Duration limit) {
        startLimit = limit;
        try {
            if (process != null) {
                // the log of a process that ended by itself may not be read completely yet
                log.awaitEnd(ServerProcess.LOG_LIMIT);
                log.beginProcess();
            }
            isRestart = address != null;
            if (isRestart) {
                config = config.pinned(address.getPort());
            }
            monitorPort = OptionalInt.empty();
            held.prepareServer();
            membership.processStarting(server);
            Files.writeString(folder.config(), config.text());
            FileOwnership.ownerMayWrite(folder.config());
            process = ServerProcess.start(command, log, listener, reaper, config.secrets()::maskLog, options.name());
            long pid = process.pid();
            process.onExit(() -> processEnded(server, pid));
        } catch (IOException e) {
            throw failure("it could not be executed: " + e.getMessage(), e);
        }
    }

    /**
     * Returns when clients can connect, and JetStream replies if it needs no other server for that.
     *
     * @throws IOException if the server is not ready in time, with the reason
     */
    void awaitListening(NatsServer server, long deadline) throws IOException {
        long extended = options.startProgress()
                .map(progress -> new RecoveryWait(log, process, progress).await(startLimit, deadline))
                .orElse(deadline);
        Readiness readiness = new Readiness(config, log, process, startLimit, extended);
        address = readiness.clientAddress();
        monitorPort = portInLog(MONITORING); // the server logs this line before it listens for clients
        held.release();
        membership.serverListening(server, extended);
        info = readiness.awaitReply(address, !membership.isClustered());
    }

    /** Returns when the server takes part in its cluster. */
    void awaitServing(NatsServer server, long deadline) throws IOException {
        membership.awaitServing(server, deadline);
    }

    /**
     * Makes a server that was started ahead belong to its user, as if the user had started it.
     *
     * @param logLine receives the lines of the log, the earlier ones first
     */
    void adopt(NatsServer server, Consumer<String> logLine, Membership joined) throws IOException {
        process.adopt();
        membership = joined;
        listener.replace(logLine);
        membership.serverListening(server, System.nanoTime() + startLimit.toNanos());
        if (!process.isAlive()) { // its end may have been reported to the earlier membership
            processEnded(server, process.pid());
        }
    }

    /** Kills a server that did not become ready, and returns the exception with all that is known about the cause. */
    ServerException notReady(IOException cause) {
        process.killAll();
        return failure("it was not ready: " + cause.getMessage(), cause);
    }

    /** Returns when the server replies as it did after its start. */
    void awaitReply(Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        info = new Readiness(config, log, process, limit, deadline).awaitReply(address, !membership.isClustered());
    }

    /** Refuses connections to a process that has ended, and reserves its port. */
    void processEnded(NatsServer server, long pid) {
        membership.processEnded(server, pid);
        holdPort(pid);
    }

    /** Makes the next start like the first, with a new port and an empty store. */
    synchronized void forget() {
        held.release();
        address = null;
        config = configured();
        try {
            Folder.delete(folder.store()); // a user's store is never removed
        } catch (IOException e) {
            throw new ServerException("the server's store cannot be removed: " + e, e);
        }
    }

    /** Releases the port and removes the folder. No process may be started after this. */
    synchronized void close() {
        closed = true;
        held.release();
        folder.remove();
        if (options.keepable()) {
            end(reaper::close);
        }
    }

    /**
     * Lets the process and its folder outlive this JVM. No process may be started after this.
     *
     * @param routes the URLs that replace the routes to other nodes; empty if the server has none
     */
    synchronized void keep(List<String> routes) {
        if (process.isAlive()) {
            new LogMove(config, folder, log, process).run(routes);
        }
        closed = true;
        held.release();
        process.letGo();
        end(reaper::release);
    }

    /** Returns the folder that remains if the server is kept. */
    Path home() {
        return reaper.home();
    }

    private interface ReaperEnd {
        void run() throws IOException;
    }

    private static void end(ReaperEnd end) {
        try {
            end.run();
        } catch (IOException e) {
            throw new ServerException("the folder of the server cannot be left: " + e, e);
        }
    }

    private synchronized void holdPort(long pid) {
        if (closed || address == null || pid == portHolder || pid != process.pid() || process.isAlive()) {
            return;
        }
        portHolder = pid;
        try {
            held.bind(address);
        } catch (IOException e) {
            log.add("(the port " + address.getPort() + " could not be reserved for this server: " + e.getMessage()
                    + ")");
        }
    }

    private OptionalInt portInLog(Pattern pattern) {
        return log.lastSinceStart(line -> pattern.matcher(line).find()).stream()
                .mapToInt(line ->
                        Integer.parseInt(line.text().substring(line.text().lastIndexOf(':') + 1)))
                .findFirst();
    }

    private boolean isInternal(String line) {
        return membership.isInternal(line);
    }

    private ServerConfigFile configured() {
        return ServerConfigFile.of(options, storeDir(), folder.pidFile());
    }

    /** Returns the exception about a process that ended by itself. */
    ServerException unexpectedEnd() {
        log.awaitEnd(ServerProcess.LOG_LIMIT);
        OptionalInt status = process.awaitExitStatus();
        return failure("it ended by itself, with status " + (status.isPresent() ? status.getAsInt() : "unknown"), null);
    }

    private ServerException failure(String reason, IOException cause) {
        return new StartFailure(options, command, config, log, isRestart, reason).toException(cause);
    }
}
