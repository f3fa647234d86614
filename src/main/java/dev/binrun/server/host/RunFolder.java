package dev.binrun.server.host;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The private folder of one server process: its configuration, its pid and, unless the user gave one, its store.
 *
 * @param path readable by this user only
 */
public record RunFolder(Path path) {
    private static final FileAttribute<?>[] PRIVATE =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                    ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                    }
                    : new FileAttribute<?>[0];

    /** A new one that goes with this JVM at the latest. */
    public static RunFolder make(Reaper reaper, boolean kept) {
        Path path = reaper.reserve(kept);
        try {
            Files.createDirectory(path, PRIVATE);
            FileOwnership.mode(path, "rwx------");
            return new RunFolder(path);
        } catch (IOException e) {
            throw new ServerException("the server's folder " + path + " cannot be made: " + e, e);
        }
    }

    public Path config() {
        return path.resolve("server.conf");
    }

    public Path pidFile() {
        return path.resolve("server.pid");
    }

    /** Where JetStream stores if the user did not say. */
    public Path store() {
        return path.resolve("store");
    }

    /** Removes the folder; call it only when the server has ended. */
    public void remove() {
        try {
            Folder.delete(path);
        } catch (IOException e) {
            throw new ServerException("the server's folder " + path + " cannot be removed: " + e, e);
        }
    }
}
