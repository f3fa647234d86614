package dev.binrun.server.host;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Ensures that no server and no folder outlives this JVM, however the JVM ends.
 *
 * <p>All run folders lie in one home, and every server has a path in that home on its command line. A shell in a
 * session of its own holds the other end of a pipe. When the JVM ends, the pipe closes. The shell then ends the
 * processes that carry that path and removes the home.
 *
 * <p>No server is registered with the shell, so there is no moment at which the shell does not know a server. On
 * systems without a shell, a shutdown hook does this work. {@link StaleHomes} of a later JVM removes the homes that
 * remain.
 */
public final class Reaper {
    /** The name of the file that is locked while this JVM lives, so that other JVMs see that the home is in use. */
    static final String LOCK = "lock";

    /** The content of the lock file. It distinguishes a home from a folder that another program created. */
    static final String MARK = "binrun: servers of one JVM, removed when it has ended\n";

    /** The shell gives servers with a user's store the same time to stop cleanly. */
    private static final Duration CLEAN_STOP = Duration.ofSeconds(1);

    private static Reaper instance;

    /** The prefix of the folders of servers with a user's store, which get time for a clean stop. */
    private static final String KEPT = "keep-";

    private static final String EPHEMERAL = "run-";

    private final Path home;
    private final FileChannel lock;
    private final Optional<ReaperShell> shell;
    private final Set<Process> servers = ConcurrentHashMap.newKeySet();
    private final AtomicInteger number = new AtomicInteger();
    private final List<Runnable> firstAtShutdown = new CopyOnWriteArrayList<>();
    private ShutdownHook atEnd;
    private Process watcher;

    private Reaper(Path home, FileChannel lock, Optional<ReaperShell> shell) {
        this.home = home;
        this.lock = lock;
        this.shell = shell;
    }

    /**
     * Returns the reaper of this JVM; the first call creates it.
     *
     * @throws ServerException if it cannot be created, for example on a full disk; the next call tries again
     */
    public static synchronized Reaper ofThisJvm() {
        if (instance == null) {
            instance = open();
        }
        return instance;
    }

    /**
     * Returns the reaper of a server that may outlive this JVM. The caller closes or releases it.
     *
     * @throws ServerException if it cannot be created
     */
    public static Reaper ofOneServer() {
        return open();
    }

    /** Lets the servers and their home outlive this JVM. No later JVM removes the home, because it has no lock file. */
    public synchronized void release() throws IOException {
        stopWatching();
        lock.close();
        Files.deleteIfExists(home.resolve(LOCK));
    }

    /** Removes the home, whose servers have ended. The reaper of a JVM is never closed. */
    public synchronized void close() throws IOException {
        stopWatching();
        removeHome();
    }

    private void stopWatching() {
        atEnd.close();
        endWatcher();
    }

    private void endWatcher() {
        if (watcher != null) {
            watcher.destroyForcibly().onExit().join();
        }
    }

    private static Reaper open() {
        String temporary = System.getProperty("java.io.tmpdir");
        if (LocaleNames.isUnusable(temporary)) {
            throw new ServerException("the folder for temporary files, '" + temporary + "', "
                    + LocaleNames.reason(System.getenv()) + ", or choose another with -Djava.io.tmpdir=…");
        }
        return open(Path.of(temporary));
    }

    /** Returns the folder that holds the files of all servers of this JVM. It is removed when this JVM ends. */
    public Path home() {
        return home;
    }

    /**
     * Returns a new path for the folder of one server; the folder does not exist yet.
     *
     * @param kept whether the server uses a user's store, so that it needs a clean stop
     */
    Path reserve(boolean kept) {
        watch();
        return home.resolve((kept ? KEPT : EPHEMERAL) + number.incrementAndGet());
    }

    /** Creates a folder for files that are removed when this JVM ends, even if it is killed. */
    public Path createFolder(String prefix) throws IOException {
        watch();
        return FileOwnership.createPrivateTemporaryFolder(home, prefix);
    }

    /**
     * Returns the words to put before a server's command, so that signals to the JVM's process group do not reach the
     * server. They add about a tenth to the time of a start. A server without a user's store gets them only if this JVM
     * has a terminal, whose Ctrl-C would reach the server.
     *
     * @param kept whether the server uses a user's store
     */
    public Stream<String> detached(boolean kept) {
        return Stream.concat(
                shell.filter(found -> kept || found.terminal()).stream().flatMap(ReaperShell::detached),
                shell.stream().flatMap(ReaperShell::withOwnRights));
    }

    /** Registers a process. The shutdown hook ends it if no shell can do so. */
    public void register(Process server) {
        servers.add(server);
    }

    /** Removes a process that has ended. */
    public void unregister(Process server) {
        servers.remove(server);
    }

    /** Registers work that is done when this JVM ends normally or by a signal, before this reaper's own. */
    public void beforeEnd(Runnable work) {
        firstAtShutdown.add(work);
    }

    private synchronized void watch() {
        if (shell.isPresent() && (watcher == null || !watcher.isAlive())) {
            try {
                watcher = shell.get().watch(home);
            } catch (IOException e) {
                throw new ServerException("no shell can be started to clean up after this JVM: " + e, e);
            }
        }
    }

    private void removeHome() throws IOException {
        lock.close();
        Folder.delete(home);
        UserFolder.leave(home.getParent());
    }

    private void atShutdown() {
        firstAtShutdown.forEach(Runnable::run);
        endOrLeave();
    }

    private synchronized void endOrLeave() {
        if (shell.isEmpty() || watcher != null && !watcher.isAlive()) {
            endAll();
        } else {
            leave();
        }
    }

    /** SIGTERM comes first, so that servers write a user's store. */
    private void endAll() {
        servers.forEach(server -> server.toHandle().destroy());
        long end = System.nanoTime() + CLEAN_STOP.toNanos();
        servers.forEach(server -> awaitEnd(server, end));
        servers.forEach(server -> server.toHandle().destroyForcibly());
        servers.forEach(server -> server.onExit().join());
        try {
            removeHome();
        } catch (IOException e) {
            throw new ServerException("the folder " + home + " cannot be removed: " + e + ". Remove it by hand", e);
        }
    }

    private static void awaitEnd(Process server, long end) {
        try {
            server.waitFor(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Does the shell's work if the home is empty. In a container whose first process is this JVM, the shell ends with
     * the JVM, before it can do so. Elsewhere the JVM then ends 0.3 s sooner: it waits that long for a thread in native
     * code (vmOperations.cpp, wait_for_threads_in_native_to_block), such as the one that waits for the shell's end.
     */
    private void leave() {
        Path gone = home.resolveSibling(home.getFileName() + StaleHomes.GONE);
        try {
            if (isEmpty(home)) {
                Files.move(home, gone, StandardCopyOption.ATOMIC_MOVE); // a server that starts now finds no folder
                if (isEmpty(gone)) {
                    lock.close();
                    Folder.delete(gone);
                    UserFolder.leave(home.getParent());
                    endWatcher();
                }
            }
        } catch (IOException e) {
            return; // the home is gone, or the shell removes it
        }
    }

    private static boolean isEmpty(Path home) throws IOException {
        try (Stream<Path> left = Files.list(home)) {
            return left.allMatch(path -> path.endsWith(LOCK));
        }
    }

    private static Reaper open(Path temporary) {
        Optional<ReaperShell> shell = ReaperShell.find(System.getenv("PATH"), File.pathSeparator);
        try {
            Path home = UserFolder.makeHome(temporary, homes -> new StaleHomes(homes, shell).remove());
            Reaper reaper = new Reaper(home, mark(home), shell);
            reaper.atEnd = ShutdownHook.register("binrun-reaper", reaper::atShutdown);
            return reaper;
        } catch (IOException e) {
            throw new ServerException(
                    "no folder for servers can be created in " + temporary + ": " + IoReason.of(e)
                            + ". Make the folder writable, or choose another with -Djava.io.tmpdir=…",
                    e);
        }
    }

    private static FileChannel mark(Path home) throws IOException {
        try {
            FileChannel lock =
                    FileChannel.open(home.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileOwnership.ownerMayWrite(home.resolve(LOCK));
            lock.lock();
            lock.write(ByteBuffer.wrap(MARK.getBytes(StandardCharsets.US_ASCII)));
            return lock;
        } catch (IOException e) {
            Folder.delete(home);
            throw e;
        }
    }
}
