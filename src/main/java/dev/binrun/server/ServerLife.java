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
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The processes of one server, one after the other, which have its port, its store and its log in common. */
final class ServerLife {
    private static final Pattern MONITORING = Pattern.compile("Starting https? monitor on .+:(\\d+)$");

    private final ServerOptions options;
    private final RunFolder folder;
    private final Reaper reaper;
    private final Membership membership;
    private final List<String> command;
    private final LogTail log;
    private final HeldPort held = new HeldPort();
    private volatile ServerConfigFile config;
    private volatile ServerProcess process;
    private volatile InetSocketAddress address;
    private volatile InfoMessage info;
    private volatile OptionalInt monitorPort = OptionalInt.empty();
    private Duration startLimit;
    /** Repeats the user's store on the command line, where a later live system can see which store a server uses. */
    static final String STORE_FLAG = "-sd";

    private boolean again;
    private long kept;
    private boolean over;

    private ServerLife(
            ServerOptions options, NatsBinary binary, Reaper reaper, RunFolder folder, Membership membership) {
        this.options = options;
        this.folder = folder;
        this.reaper = reaper;
        this.membership = membership;
        this.log = new LogTail(membership::isInternal);
        this.config = configured();
        this.command = Stream.of(
                        reaper.detached(options.storeDir().isPresent()),
                        Stream.of(
                                binary.path().toString(), "-c", folder.config().toString()),
                        options.storeDir().stream().flatMap(store -> Stream.of(STORE_FLAG, store.toString())))
                .flatMap(words -> words)
                .toList();
    }

    /** With a folder, and no process yet. */
    static ServerLife of(ServerOptions options, Membership membership) {
        NatsBinary binary = options.binary().orElseGet(() -> NatsBinary.find(options.environment()));
        if (!Files.isExecutable(binary.path())) {
            throw new ServerException("nats-server " + options.name() + " did not start: " + binary.path() + " (from "
                    + binary.source() + ") is not there or not executable");
        }
        Reaper reaper = Reaper.ofThisJvm();
        RunFolder folder = RunFolder.create(reaper, options.storeDir().isPresent());
        try {
            return new ServerLife(options, binary, reaper, folder, membership);
        } catch (RuntimeException e) {
            try {
                folder.remove();
            } catch (ServerException more) {
                e.addSuppressed(more);
            }
            throw e;
        }
    }

    Path folder() {
        return folder.path();
    }

    Path storeDir() {
        return options.storeDir().orElse(folder.store());
    }

    LogTail log() {
        return log;
    }

    ServerConfigFile config() {
        return config;
    }

    /** The process that runs now or was the last; null before the first. */
    ServerProcess process() {
        return process;
    }

    /** Where clients connect; null until that is known. */
    InetSocketAddress address() {
        return address;
    }

    /** What the server said last to who connected; null until it has. */
    InfoMessage info() {
        return info;
    }

    /** Where the process that runs now has its monitoring, if it has any and that is known already. */
    OptionalInt monitorPort() {
        return monitorPort;
    }

    /** Executes the server; from here on it must be ended. */
    void launch(NatsServer server, Duration limit) {
        startLimit = limit;
        try {
            if (process != null) {
                log.awaitEnd(ServerProcess.LOG_LIMIT); // one that ended by itself may not have been read to its end
                log.beginProcess();
            }
            again = address != null;
            if (again) {
                config = config.pinned(address.getPort());
            }
            monitorPort = OptionalInt.empty();
            held.prepareServer();
            membership.processStarting(server);
            Files.writeString(folder.config(), config.text());
            FileOwnership.ownerMayWrite(folder.config());
            process = ServerProcess.start(
                    command, log, reaper, config.secrets()::maskLog, options.logLine(), options.name());
            long pid = process.pid();
            process.onExit(() -> processEnded(server, pid));
        } catch (IOException e) {
            throw failure("it could not be executed: " + e.getMessage(), e);
        }
    }

    /** Returns when clients can connect, and JetStream answers, as far as it needs no other server for that. */
    void awaitListening(NatsServer server, long deadline) throws IOException {
        long patient = options.startProgress()
                .map(progress -> new RecoveryWait(log, process, progress).await(startLimit, deadline))
                .orElse(deadline);
        Readiness readiness = new Readiness(config, log, process, startLimit, patient);
        address = readiness.clientAddress();
        monitorPort = portInLog(MONITORING); // it says so before
        held.release();
        membership.serverListening(server, patient);
        info = readiness.awaitReply(address, !membership.isClustered());
    }

    /** Returns when it takes part in its cluster. */
    void awaitServing(NatsServer server, long deadline) throws IOException {
        membership.awaitServing(server, deadline);
    }

    /** Ends a server that did not become ready; all that is known of why. */
    ServerException notReady(IOException cause) {
        process.killAll();
        return failure("it was not ready: " + cause.getMessage(), cause);
    }

    /** Returns when it answers as it did when it was started. */
    void awaitReply(Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        info = new Readiness(config, log, process, limit, deadline).awaitReply(address, !membership.isClustered());
    }

    /** However the process has ended: connections to it are refused from now on, and nobody else gets its port. */
    void processEnded(NatsServer server, long pid) {
        membership.processEnded(server, pid);
        holdPort(pid);
    }

    /** The next start is the first, at a port of its own and with nothing stored. */
    synchronized void forget() {
        held.release();
        address = null;
        config = configured();
        try {
            Folder.delete(folder.store()); // a store of the user's is never ours to remove
        } catch (IOException e) {
            throw new ServerException("the server's store cannot be removed: " + e, e);
        }
    }

    /** There will be no other process, and what was its own goes. */
    synchronized void close() {
        over = true;
        held.release();
        folder.remove();
    }

    private synchronized void holdPort(long pid) {
        if (over || address == null || pid == kept || pid != process.pid() || process.isAlive()) {
            return;
        }
        kept = pid;
        try {
            held.bind(address);
        } catch (IOException e) {
            log.add("(the port " + address.getPort() + " could not be kept for this server: " + e.getMessage() + ")");
        }
    }

    private OptionalInt portInLog(Pattern pattern) {
        return log.lastSinceStart(line -> pattern.matcher(line).find()).stream()
                .mapToInt(line ->
                        Integer.parseInt(line.text().substring(line.text().lastIndexOf(':') + 1)))
                .findFirst();
    }

    private ServerConfigFile configured() {
        return ServerConfigFile.of(options, storeDir(), folder.pidFile());
    }

    /** That there is no process any more, though nobody has ended it. */
    ServerException unexpectedEnd() {
        log.awaitEnd(ServerProcess.LOG_LIMIT);
        OptionalInt status = process.awaitExitStatus();
        return failure("it ended by itself, with status " + (status.isPresent() ? status.getAsInt() : "unknown"), null);
    }

    private ServerException failure(String reason, IOException cause) {
        return new StartFailure(options, command, config, log, again, reason).toException(cause);
    }
}
