package dev.binrun.server.host;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Sees to it that no server and no folder outlives this JVM, however it ends.
 *
 * <p>All run folders lie in one home, and every server has a path in that home on its command line. A shell in a session of its own
 * holds the other end of a pipe; when the JVM is gone, the pipe ends, and the shell ends what carries that path and removes the home.
 * Nothing is registered, so there is no moment at which a server is known to nobody. Where there is no shell, a shutdown hook does
 * it, and the next JVM's {@link StaleHomes} what the hook could not.
 */
public final class Reaper {
    /** Held for as long as this JVM lives: how others see that the home is in use. */
    static final String LOCK = "lock";

    /** What stands in it: how others see that the home is a home, and not a folder of somebody else. */
    static final String MARK = "binrun: servers of one JVM, removed when it has ended\n";

    /** The shell gives a user's store as long for its clean stop. */
    private static final Duration CLEAN_STOP = Duration.ofSeconds(1);

    private static Reaper instance;

    /** Marks the folders of servers with a user's store: these get time for a clean stop. */
    private static final String KEPT = "keep-";

    private static final String EPHEMERAL = "run-";

    private final Path home;
    private final FileChannel lock;
    private final Optional<ReaperShell> shell;
    private final Set<Process> hooked = ConcurrentHashMap.newKeySet();
    private final AtomicInteger number = new AtomicInteger();
    private Process watcher;

    private Reaper(Path home, FileChannel lock, Optional<ReaperShell> shell) {
        this.home = home;
        this.lock = lock;
        this.shell = shell;
    }

    /**
     * The one of this JVM; the first call starts it.
     *
     * @throws ServerException if there can be none, as on a full disk; the next call tries again
     */
    public static synchronized Reaper ofThisJvm() {
        if (instance == null) {
            String temporary = System.getProperty("java.io.tmpdir");
            if (LocaleNames.isUnusable(temporary)) {
                throw new ServerException("the folder for temporary files, '" + temporary + "', "
                        + LocaleNames.reason(System.getenv()) + ", or choose another with -Djava.io.tmpdir=…");
            }
            instance = open(Path.of(temporary));
        }
        return instance;
    }

    /** Returns the folder of this JVM, which ends with this JVM. */
    Path home() {
        return home;
    }

    /**
     * A path for the folder of one server, not yet there.
     *
     * @param kept whether the server's store stays, so that it needs a clean stop
     */
    Path reserve(boolean kept) {
        watch();
        return home.resolve((kept ? KEPT : EPHEMERAL) + number.incrementAndGet());
    }

    /**
     * What to put before a server's command so that signals to the JVM's process group do not reach it: the JVM decides when its
     * servers stop. It costs a tenth of a start, so an ephemeral server goes without where no terminal's Ctrl-C can come.
     */
    public Stream<String> detached(boolean kept) {
        return Stream.concat(
                shell.filter(found -> kept || found.terminal()).stream().flatMap(ReaperShell::detached),
                shell.stream().flatMap(ReaperShell::withOwnRights));
    }

    /** Notes a process that the shutdown hook ends if no shell can: there is none, or it was killed. */
    public void register(Process server) {
        hooked.add(server);
    }

    public void unregister(Process server) {
        hooked.remove(server);
    }

    /** Starts the shell, again if somebody ended it. */
    private synchronized void watch() {
        if (shell.isPresent() && (watcher == null || !watcher.isAlive())) {
            try {
                watcher = shell.get().watch(home);
            } catch (IOException e) {
                throw new ServerException("no shell can be started to clean up after this JVM: " + e, e);
            }
        }
    }

    /** Removes the home, and the folder around it unless another JVM uses it. */
    private void removeHome() throws IOException {
        lock.close();
        Folder.delete(home);
        UserFolder.leave(home.getParent());
    }

    private synchronized void atShutdown() {
        if (shell.isEmpty() || watcher != null && !watcher.isAlive()) {
            endAll();
        } else {
            leave();
        }
    }

    /** Ends all servers: first with SIGTERM, so that a user's store is written, then by force. */
    private void endAll() {
        hooked.forEach(server -> server.toHandle().destroy());
        long end = System.nanoTime() + CLEAN_STOP.toNanos();
        hooked.forEach(server -> awaitEnd(server, end));
        hooked.forEach(server -> server.toHandle().destroyForcibly());
        hooked.forEach(server -> server.onExit().join());
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

    /** A home in which there is no server any more needs no shell, which may end with the JVM: in a container of which this is the first process. */
    private void leave() {
        try (Stream<Path> left = Files.list(home)) {
            if (left.allMatch(path -> path.endsWith(LOCK))) {
                removeHome();
            }
        } catch (IOException e) {
            return; // it is gone, or the shell removes it
        }
    }

    private static Reaper open(Path temporary) {
        Optional<ReaperShell> shell = ReaperShell.find(System.getenv("PATH"), File.pathSeparator);
        try {
            Path home = UserFolder.makeHome(temporary, homes -> new StaleHomes(homes, shell).remove());
            Reaper reaper = new Reaper(home, mark(home), shell);
            ShutdownHook.register("binrun-reaper", reaper::atShutdown);
            return reaper;
        } catch (IOException e) {
            throw new ServerException(
                    "no folder for servers can be made in " + temporary + ": " + IoReason.of(e)
                            + ". Make that possible there, or choose another with -Djava.io.tmpdir=…",
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
