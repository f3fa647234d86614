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
 * The homes that ended JVMs left behind: on Windows after a kill, elsewhere if the reaper was killed too.
 *
 * @param homes the folder with the homes of this user, which no other user can write
 * @param shell removes them; without it this JVM does
 */
record StaleHomes(Path homes, Optional<ReaperShell> shell) {
    private static final int MOST_AT_ONCE = 100;

    static final String PREFIX = "binrun-";

    /** What {@link Reaper} calls a home, and what a {@link ReaperShell} that was ended in the middle of its work leaves of it. */
    private static final Pattern NAME = Pattern.compile(PREFIX + "\\d+-\\d+(\\.gone)?");

    /** Young homes are left alone: their JVM may not hold its lock yet, or its reaper may be at work. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    /**
     * Removes them one after the other, their servers first. A home whose lock is held is in use. The pid in its name proves nothing: in
     * a container each JVM may have the same.
     */
    void remove() throws IOException {
        List<Path> stale = stale();
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

    private List<Path> stale() throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(homes, PREFIX + "*")) {
            for (Path home : all) {
                if (found.size() < MOST_AT_ONCE
                        && NAME.matcher(home.getFileName().toString()).matches()
                        && stale(home)) {
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

    private static boolean stale(Path home) {
        Path lock = home.resolve(Reaper.LOCK);
        if (!Files.isRegularFile(lock, LinkOption.NOFOLLOW_LINKS) || !Files.isWritable(lock)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock free = channel.tryLock()) {
            Instant changed = Files.getLastModifiedTime(home).toInstant();
            return free != null && changed.isBefore(Instant.now().minus(GRACE)) && isMarked(channel);
        } catch (IOException e) {
            return false; // it is going away just now: somebody else removes it
        } catch (OverlappingFileLockException e) {
            return false; // it is this JVM's own, of another class loader
        }
    }

    /** Whether a binrun has made it: a folder of somebody else may have the same name, and a file called lock in it. */
    private static boolean isMarked(FileChannel lock) throws IOException {
        ByteBuffer written = ByteBuffer.allocate(Reaper.MARK.length() + 1);
        while (written.hasRemaining() && lock.read(written) >= 0) {
            // reads on until it is full, or the file is over
        }
        return new String(written.array(), 0, written.position(), StandardCharsets.US_ASCII).equals(Reaper.MARK);
    }

    private static void remove(Path home) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(home, path -> Files.isDirectory(path))) {
            for (Path folder : folders) {
                end(new RunFolder(folder).pidFile());
            }
        }
        Folder.delete(home);
    }

    /** Ends the process of a pid file if it is still a nats-server and not a stranger with the same pid. */
    private static void end(Path pidFile) throws IOException {
        if (!Files.exists(pidFile)) {
            return;
        }
        ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip()))
                .filter(process -> process.info().command().orElse("").contains("nats-server"))
                .ifPresent(process -> {
                    process.destroyForcibly();
                    process.onExit().join();
                });
    }
}
