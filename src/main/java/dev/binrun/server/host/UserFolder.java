package dev.binrun.server.host;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The folder with the homes of all JVMs of one user. Every user of the machine can write the temporary folder, so its
 * names prove nothing. Only this user can write this folder, so JVMs of this user created everything in it.
 */
final class UserFolder {
    private static final int MODE = 0700;
    private static final int PERMISSIONS = 07777;
    private static final int TRIES = 10;

    private UserFolder() {}

    /** Removes the homes that earlier JVMs left. */
    interface Cleaning {
        /** Cleans up the folder with all homes of this user. */
        void cleanUp(Path homes) throws IOException;
    }

    /**
     * Creates a home for this JVM.
     *
     * @param temporary the folder for temporary files
     * @param cleaning is called before the home exists
     * @throws ServerException if another user could write the folder with the homes
     */
    static Path makeHome(Path temporary, Cleaning cleaning) throws IOException {
        NoSuchFileException lastFailure = null;
        for (int i = 0; i < TRIES; i++) {
            Path folder = open(temporary);
            try {
                cleaning.cleanUp(folder);
                return FileOwnership.createPrivateTemporaryFolder(
                        folder, StaleHomes.PREFIX + ProcessHandle.current().pid() + "-");
            } catch (NoSuchFileException e) {
                lastFailure = e; // the last other JVM of this user ended and removed the folder
            }
        }
        throw lastFailure;
    }

    /** Removes the folder unless a JVM uses it. */
    static void leave(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            return; // the last JVM of this user removes the folder
        }
    }

    /** Returns the folder of this user, which may not exist. */
    static Path path(Path temporary) throws IOException {
        return temporary.resolve(
                "binrun-" + (FileOwnership.POSIX ? FileOwnership.user() : System.getProperty("user.name")));
    }

    private static Path open(Path temporary) throws IOException {
        Path folder = path(temporary);
        if (!FileOwnership.POSIX) {
            return Files.createDirectories(folder);
        }
        int user = FileOwnership.user();
        try {
            Files.createDirectory(folder, FileOwnership.attributes("rwx------"));
            FileOwnership.mode(folder, "rwx------");
            return folder;
        } catch (FileAlreadyExistsException e) {
            requirePrivate(folder, user);
            return folder;
        }
    }

    private static void requirePrivate(Path folder, int user) throws IOException {
        String found;
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            found = "it is not a folder";
        } else if (FileOwnership.owner(folder, LinkOption.NOFOLLOW_LINKS) != user) {
            found = "it belongs to user " + FileOwnership.owner(folder, LinkOption.NOFOLLOW_LINKS);
        } else if ((FileOwnership.mode(folder) & PERMISSIONS & ~MODE) == 0) {
            FileOwnership.mode(folder, "rwx------"); // a umask may have taken this user's own rights
            return;
        } else {
            found = "its mode is " + Integer.toOctalString(FileOwnership.mode(folder) & PERMISSIONS);
        }
        throw new ServerException(folder + " must be a folder of user " + user + " with mode 700, because it holds the"
                + " files of servers: " + found + ". Remove it, or set -Djava.io.tmpdir to another folder");
    }
}
