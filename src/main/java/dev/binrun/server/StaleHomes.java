package dev.binrun.server;

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
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What JVMs left in the temporary folder that nobody could clean up after: on Windows after a kill, elsewhere if the reaper was
 * killed too.
 */
record StaleHomes(Path temporary, Optional<Shell> shell) {
    static final String PREFIX = "binrun-";

    /** What {@link Reaper} calls a home, and what a {@link Shell} that was ended in the middle of its work leaves of it. */
    private static final Pattern NAME = Pattern.compile(PREFIX + "\\d+-\\d+(\\.gone)?");

    /** Young homes are left alone: their JVM may not hold its lock yet, or its reaper may be at work. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    /**
     * Removes them, their servers first. Whether a JVM still uses its home, its lock says, and not the pid in the name: in a container each
     * JVM may have the same.
     */
    void remove() throws IOException {
        try (DirectoryStream<Path> homes = Files.newDirectoryStream(temporary, PREFIX + "*")) {
            for (Path home : homes) {
                if (NAME.matcher(home.getFileName().toString()).matches() && stale(home)) {
                    remove(home);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
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

    private void remove(Path home) throws IOException {
        if (shell.isPresent()) {
            String name = home.getFileName().toString();
            shell.get().remove(home.resolveSibling(name.replace(".gone", "")));
            return;
        }
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
