package dev.binrun.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What JVMs left in the temporary folder that nobody could clean up after: on Windows after a kill, elsewhere if the reaper was
 * killed too.
 */
record StaleHomes(Path temporary, Optional<Shell> shell) {
    static final String PREFIX = "binrun-";

    /** Young homes are left alone: their JVM may not hold its lock yet, or its reaper may be at work. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    /** Removes them, their servers first. */
    void remove() throws IOException {
        String ours = PREFIX + ProcessHandle.current().pid() + "-";
        try (DirectoryStream<Path> homes = Files.newDirectoryStream(temporary, PREFIX + "*")) {
            for (Path home : homes) {
                if (!home.getFileName().toString().startsWith(ours) && stale(home)) {
                    remove(home);
                }
            }
        }
    }

    private boolean stale(Path home) {
        Path lock = home.resolve(Reaper.LOCK);
        if (!Files.isWritable(lock)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                FileLock free = channel.tryLock()) {
            Instant changed = Files.getLastModifiedTime(home).toInstant();
            return free != null && changed.isBefore(Instant.now().minus(GRACE));
        } catch (IOException e) {
            return false; // it is going away just now: somebody else removes it
        }
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
