package dev.binrun.server.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The private folder of one server process: its configuration, its pid and, unless the user gave one, its store.
 *
 * @param path readable by this user only
 */
public record RunFolder(Path path) {
    /**
     * Creates the folder for a new server process. It is removed when this JVM ends, if not before.
     *
     * @param kept whether the server uses a user's store
     * @throws ServerException if the folder cannot be created
     */
    public static RunFolder create(Reaper reaper, boolean kept) {
        Path path = reaper.reserve(kept);
        try {
            Files.createDirectory(path, FileOwnership.attributes("rwx------"));
            FileOwnership.mode(path, "rwx------");
            return new RunFolder(path);
        } catch (IOException e) {
            throw new ServerException("the server's folder " + path + " cannot be created: " + e, e);
        }
    }

    /** Returns the path of the configuration file. */
    public Path config() {
        return path.resolve("server.conf");
    }

    /** Returns the path of the file into which the server writes its process id. */
    public Path pidFile() {
        return path.resolve("server.pid");
    }

    /** Returns the folder for JetStream's files if the user names no other folder. */
    public Path store() {
        return path.resolve("store");
    }

    /** Deletes the folder; call this only after the server has ended. */
    public void remove() {
        try {
            Folder.delete(path);
        } catch (IOException e) {
            throw new ServerException("the server's folder " + path + " cannot be removed: " + e, e);
        }
    }
}
