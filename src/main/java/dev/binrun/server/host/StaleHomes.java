package dev.binrun.server.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The homes of JVMs that have ended. They remain on Windows if the JVM was killed, elsewhere if the reaper's shell was
 * killed too.
 *
 * @param homes the folder with the homes of this user, which no other user can write
 * @param shell removes the homes; if empty, this JVM removes them
 */
record StaleHomes(Path homes, Optional<ReaperShell> shell) {
    private static final int MOST_AT_ONCE = 100;

    static final String PREFIX = "binrun-";

    /**
     * The names that {@link Reaper} and {@link ReaperShell} give to homes. A shell that is ended during its work leaves
     * a name with the suffix.
     */
    static final Pattern NAME = Pattern.compile(PREFIX + "\\d+-\\d+(\\.gone)?");

    /** The suffix of a home that is being removed. */
    static final String GONE = ".gone";

    /** The JVM of a younger home may not hold its lock yet, or its reaper may be at work. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    /**
     * Ends the servers of stale homes and removes the homes. A home whose lock is held is in use. The process id in its
     * name proves nothing, because in containers several JVMs may have the same one.
     */
    void remove() throws IOException {
        List<Path> stale = find();
        if (shell.isEmpty()) {
            for (Path home : stale) {
                remove(home);
            }
        } else if (!stale.isEmpty()) {
            shell.get()
                    .remove(stale.stream()
                            .map(StaleHomes::withoutSuffix)
                            .distinct()
                            .toList());
        }
    }

    /** Returns at most 100 stale homes. */
    List<Path> find() throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(homes, PREFIX + "*")) {
            for (Path home : all) {
                if (found.size() < MOST_AT_ONCE
                        && NAME.matcher(home.getFileName().toString()).matches()
                        && isStale(home)) {
                    found.add(home);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return found;
    }

    private static Path withoutSuffix(Path home) {
        return home.resolveSibling(home.getFileName().toString().replace(".gone", ""));
    }

    private static boolean isStale(Path home) {
        Path lock = home.resolve(Reaper.LOCK);
        if (!Files.isRegularFile(lock, LinkOption.NOFOLLOW_LINKS) || !Files.isWritable(lock)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock free = channel.tryLock()) {
            Instant changed = Files.getLastModifiedTime(home).toInstant();
            return free != null && changed.isBefore(Instant.now().minus(GRACE)) && isMarked(channel);
        } catch (IOException e) {
            return false; // another process is removing the home
        } catch (OverlappingFileLockException e) {
            return false; // the home belongs to another class loader of this JVM
        }
    }

    /** Another program may have created a folder with such a name and a file called lock in it. */
    private static boolean isMarked(FileChannel lock) throws IOException {
        ByteBuffer written = ByteBuffer.allocate(Reaper.MARK.length() + 1);
        while (written.hasRemaining() && lock.read(written) >= 0) {
            // read until the buffer is full or the file ends
        }
        return new String(written.array(), 0, written.position(), StandardCharsets.US_ASCII).equals(Reaper.MARK);
    }

    private static void remove(Path home) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(home, path -> Files.isDirectory(path))) {
            for (Path folder : folders) {
                endServer(new RunFolder(folder).pidFile());
            }
        }
        Folder.delete(home);
    }

    /** Another process may have the same process id now, so only a nats-server is ended. */
    private static void endServer(Path pidFile) throws IOException {
        server(pidFile).ifPresent(process -> {
            process.destroyForcibly();
            process.onExit().join();
        });
    }

    /** Returns the living nats-server with the process id in a file. */
    static Optional<ProcessHandle> server(Path pidFile) throws IOException {
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        String pid = Files.readString(pidFile).strip(); // empty while the server writes it
        return pid.matches("\\d{1,18}")
                ? ProcessHandle.of(Long.parseLong(pid))
                        .filter(process -> process.info().command().orElse("").contains("nats-server"))
                : Optional.empty();
    }
}
