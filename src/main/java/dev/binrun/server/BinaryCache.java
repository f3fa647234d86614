package dev.binrun.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The executables that were downloaded once. A stamp beside each says its SHA-256, size and time: as long as size and time hold it
 * is taken as it is, otherwise it is hashed again.
 *
 * @param folder of all that binrun caches
 * @param lockLimit how long to wait while another process downloads
 */
record BinaryCache(Path folder, Pin pin, Duration lockLimit) implements BinarySource {
    /** File locks are the process's: threads of one JVM need a lock of their own. */
    private static final ReentrantLock WITHIN_THIS_JVM = new ReentrantLock();

    @Override
    public String name() {
        return "cache";
    }

    @Override
    public NatsBinary find() throws UnservedException, IOException {
        if (!Files.isRegularFile(file())) {
            throw new UnservedException(file() + " is not there");
        }
        if (stamp().read(file()).isEmpty()) {
            checkAgain();
        }
        return new NatsBinary(file(), pin.version(), name());
    }

    /** Where the executable is, or would be. */
    Path file() {
        return folder.resolve("nats-server-" + pin.version() + "-" + pin.platform() + (pin.windows() ? ".exe" : ""));
    }

    /** A new empty file in the cache's file system, to unpack or download into. */
    Path draft() throws IOException {
        return Files.createTempFile(folder, "draft-", ".tmp");
    }

    /** Takes a checked executable in at once: whoever looks sees the whole file or none. */
    NatsBinary land(Path draft, String source) throws UnservedException, IOException {
        if (pin.executableSha256().isPresent()) {
            Sha256.check(draft, "the executable", pin.executableSha256().get());
        }
        makeExecutable(draft);
        String sha256 = Sha256.of(draft);
        Files.move(draft, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        stamp().write(file(), sha256);
        return new NatsBinary(file(), pin.version(), source);
    }

    /** Does the work while no other thread or process does its own. */
    <T> T exclusively(Supplier<T> work) throws IOException {
        Files.createDirectories(folder);
        Path path = folder.resolve(file().getFileName() + ".lock");
        long deadline = System.nanoTime() + lockLimit.toNanos();
        lockThreads(path);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lockProcesses(channel, path, deadline);
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
        if (free(channel)) {
            return;
        }
        try {
            Awaitility.await("the lock " + path)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(20))
                    .atMost(Duration.ofNanos(Math.max(Duration.ofMillis(50).toNanos(), deadline - System.nanoTime())))
                    .pollInSameThread()
                    .until(() -> free(channel));
        } catch (ConditionTimeoutException e) {
            throw heldTooLong(path);
        }
    }

    private static boolean free(FileChannel channel) throws IOException {
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

    private Stamp stamp() {
        return new Stamp(folder.resolve(file().getFileName() + ".sha256"));
    }

    /** Hashes a file that is new to us or has changed; one copied in by hand has no stamp yet. */
    private void checkAgain() throws UnservedException, IOException {
        Optional<String> expected = pin.executableSha256().or(this::formerSha256);
        if (expected.isPresent()) {
            Sha256.check(file(), file() + " is damaged: it", expected.get());
        } else {
            String version = new VersionProbe(folder, Duration.ofSeconds(10)).of(file());
            if (!version.equals(pin.version())) {
                throw new UnservedException(file() + " is version " + version + ", not " + pin.version());
            }
        }
        makeExecutable(file());
        stamp().write(file(), Sha256.of(file()));
    }

    private Optional<String> formerSha256() {
        try {
            return stamp().readStale();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void makeExecutable(Path file) throws IOException {
        if (!Files.isExecutable(file) && !file.toFile().setExecutable(true, true)) {
            throw new IOException(file + " cannot be made executable");
        }
    }
}
