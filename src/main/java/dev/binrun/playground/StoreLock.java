package dev.binrun.playground;

import dev.binrun.server.host.FileOwnership;
import dev.binrun.server.host.IoReason;
import dev.binrun.server.host.ServerException;
import dev.binrun.server.host.SettingException;
import dev.binrun.server.host.StoreClaim;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The lock of a store, because two servers on one store destroy it.
 *
 * <p>The operating system releases the lock when its process ends. The server of a killed process may live a moment
 * longer, so the file of the lock names the server.
 */
final class StoreLock implements AutoCloseable {
    /** This byte is after the content, because Windows does not let other processes read locked bytes. */
    private static final long LOCKED = 1_000;

    private static final String FILE = "playground.lock";
    private static final Duration CLEAN_STOP = Duration.ofSeconds(5);

    private final FileChannel file;
    private StoreClaim claim;

    private StoreLock(FileChannel file) {
        this.file = file;
    }

    /**
     * Locks a store, and stops the server of a live system that was killed.
     *
     * @throws ServerException if another live system uses the store
     * @throws SettingException if the folder cannot be used
     */
    static StoreLock take(Path storeDir) throws InterruptedException {
        try {
            OptionalLong claiming = StoreClaim.holder(storeDir); // finds it even if the store was removed with its lock
            if (claiming.isPresent()) {
                throw used(storeDir, " of process " + claiming.getAsLong());
            }
            FileOwnership.createPrivateFolder(storeDir);
            FileChannel file = FileOwnership.openPrivate(storeDir.resolve(FILE));
            StoreLock lock = new StoreLock(file);
            if (!lock.locked()) {
                String holder = lock.holder();
                file.close();
                throw used(storeDir, holder);
            }
            lock.claim = StoreClaim.make(storeDir);
            lock.write(lock.line(1));
            lock.endOrphan(storeDir);
            return lock;
        } catch (IOException e) {
            throw new SettingException(
                    "the store " + storeDir + " cannot be used: " + IoReason.of(e)
                            + "; choose another folder with --store-dir or BINRUN_STORE_DIR",
                    e);
        }
    }

    private static ServerException used(Path storeDir, String holder) {
        return new ServerException("the live system" + holder + " uses the store " + storeDir
                + "; end that one, or choose another folder with --store-dir or BINRUN_STORE_DIR");
    }

    /** Returns a warning if other users may write to the store. */
    static Optional<String> warning(Path storeDir) {
        try {
            return FileOwnership.isOpenToOthers(storeDir)
                    ? Optional.of("warning: other users of this machine may write the store " + storeDir
                            + "; take the permission away with chmod go-w")
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // the server reports that it cannot read the store
        }
    }

    /** Notes the process of the server on the store. */
    void servedBy(long pid) throws IOException {
        write(pid + " " + startOf(pid).map(Instant::toEpochMilli).orElse(0L));
    }

    @Override
    public void close() {
        try {
            file.close();
            claim.close();
        } catch (IOException e) {
            throw new ServerException("the lock of the store could not be released: " + e, e);
        }
    }

    private boolean locked() throws IOException {
        try {
            FileLock lock = file.tryLock(LOCKED, 1, false);
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** The first line names this process, the second line the server. */
    private void write(String server) throws IOException {
        String text = ProcessHandle.current().pid() + "\n" + server + "\n";
        file.truncate(0);
        file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
    }

    private String holder() throws IOException {
        String pid = line(0);
        return pid.matches("\\d{1,18}") ? " of process " + pid : "";
    }

    private void endOrphan(Path storeDir) throws IOException, InterruptedException {
        Optional<ProcessHandle> orphan = orphan(storeDir);
        if (orphan.isEmpty()) {
            return;
        }
        orphan.get().destroy();
        try {
            orphan.get().onExit().get(CLEAN_STOP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new ServerException(
                    "the store " + storeDir + " is still used by the nats-server of an earlier live system, process "
                            + orphan.get().pid() + ", which does not end; end it and start again",
                    e);
        }
    }

    /**
     * Returns the server that the file names, if it runs. Another process with its number has another start time. A
     * process without this store in its command line is not the server, even if the file names it.
     */
    private Optional<ProcessHandle> orphan(Path storeDir) throws IOException {
        String[] words = line(1).split(" ");
        if (words.length != 2 || !words[0].matches("\\d{1,18}") || !words[1].matches("\\d{1,18}")) {
            return Optional.empty();
        }
        long pid = Long.parseLong(words[0]);
        return startOf(pid)
                .filter(start -> start.toEpochMilli() == Long.parseLong(words[1]))
                .flatMap(start -> ProcessHandle.of(pid))
                .filter(process -> serves(process, storeDir));
    }

    private static boolean serves(ProcessHandle process, Path storeDir) {
        ProcessHandle.Info info = process.info();
        List<String> arguments = List.of(info.arguments().orElse(new String[0]));
        int flag = arguments.indexOf("-sd");
        boolean sameStore =
                flag >= 0 && arguments.subList(flag + 1, arguments.size()).contains(storeDir.toString());
        boolean noArguments = info.arguments().isEmpty(); // Windows does not show them
        return info.command().filter(command -> command.contains("nats")).isPresent() && (sameStore || noArguments);
    }

    private String line(int number) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(100);
        int length = file.read(content, 0);
        String text = new String(content.array(), 0, Math.max(0, length), StandardCharsets.UTF_8);
        return text.lines().skip(number).findFirst().orElse("");
    }

    private static Optional<Instant> startOf(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(process -> process.info().startInstant());
    }
}
