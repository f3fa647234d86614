package dev.binrun.server.host;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Checks that other users cannot change a file. On file systems without POSIX permissions every file is accepted. */
public final class FileOwnership {
    static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final Set<PosixFilePermission> WRITABLE_BY_OTHERS =
            EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
    private static final int ROOT = 0;
    private static final int STICKY = 01000;
    private static final int MOST_LINKS = 40;
    private static final Set<PosixFilePermission> OWNER_FILE =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final Set<PosixFilePermission> OWNER_FOLDER = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private static Integer user;
    private static boolean umaskTakesOwnRights;

    private FileOwnership() {}

    /**
     * Checks that a file or folder belongs to this user or to root, and that no other user may write it. If the file
     * belongs to this user, removes the other users' permission to write.
     *
     * @throws UnusableSourceException if another user owns the file or may write it; the message names the owner and
     *     the fix
     * @throws IOException if the owner or the permissions cannot be read or changed
     */
    public static void check(Path path) throws UnusableSourceException, IOException {
        if (!POSIX) {
            return;
        }
        requireOwner(path, LinkOption.NOFOLLOW_LINKS);
        requireOwner(path);
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
        if (permissions.stream().noneMatch(WRITABLE_BY_OTHERS::contains)) {
            return;
        }
        if (owner(path) != user() || (mode(path) & STICKY) != 0) {
            throw new UnusableSourceException(path + " may be written by other users (mode "
                    + PosixFilePermissions.toString(permissions)
                    + "), so it is not used. Remove the permission with chmod go-w, or set BINRUN_CACHE to a folder"
                    + " of your own");
        }
        permissions.removeAll(WRITABLE_BY_OTHERS);
        Files.setPosixFilePermissions(path, permissions);
    }

    private static void requireOwnFile(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(file.toString(), null, "it is a link or not a regular file. Remove it");
        }
        if (POSIX && owner(file) != user()) {
            throw new FileSystemException(file.toString(), null, "it belongs to another user. Remove it");
        }
        if (POSIX && (int) Files.getAttribute(file, "unix:nlink") > 1) {
            throw new FileSystemException(file.toString(), null, "it has a second name (a hard link). Remove it");
        }
    }

    /** Returns whether other users own a folder or may write it. */
    public static boolean isOpenToOthers(Path folder) throws IOException {
        return POSIX
                && (owner(folder) != user() && owner(folder) != ROOT
                        || Files.getPosixFilePermissions(folder).stream().anyMatch(WRITABLE_BY_OTHERS::contains));
    }

    /**
     * Creates a folder and its parents; only this user may read and write the folder. A folder that exists stays as it
     * is.
     */
    public static void createPrivateFolder(Path folder) throws IOException {
        createFolders(folder, "rwx------");
    }

    /**
     * Creates a folder for results, with its parents, that only this user may write. A folder that exists stays as it
     * is.
     *
     * @throws IOException if a link of another user leads to the folder: that user would choose which files are
     *     overwritten
     */
    public static void createResultFolder(Path folder) throws IOException {
        requireNoForeignLinks(folder.toAbsolutePath(), MOST_LINKS);
        createFolders(folder, "rwxr-xr-x");
    }

    /**
     * Creates a file that this user may read and write; other users may read it if the umask allows this.
     *
     * @param file must not exist
     */
    public static OutputStream createResult(Path file) throws IOException {
        SeekableByteChannel channel = Files.newByteChannel(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes("rw-r--r--"));
        ownerMay(file, OWNER_FILE);
        return Channels.newOutputStream(channel);
    }

    /**
     * Creates a file as {@link #createResult} does, in place of a file or link with this name; its folder is created if
     * it is missing. A pipe or a device is opened instead.
     *
     * @throws IOException if a folder has this name, or the file cannot be created
     */
    public static OutputStream replaceResult(Path file) throws IOException {
        if (isPipeOrDevice(file)) {
            return Files.newOutputStream(file, StandardOpenOption.WRITE);
        }
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(file.toString(), null, "a folder is in the way");
        }
        createResultFolder(file.toAbsolutePath().getParent());
        Files.deleteIfExists(file); // a link, and no file behind it
        return createResult(file);
    }

    /** Names in these folders stand for the files of a process, which may be redirected to a regular file. */
    private static boolean isPipeOrDevice(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        boolean special = absolute.startsWith("/dev") || absolute.startsWith("/proc");
        return Files.exists(file) && !Files.isDirectory(file) && (special || !Files.isRegularFile(file));
    }

    /** Opens or creates a file that only this user may read and write. Links are not followed. */
    public static FileChannel openPrivate(Path file) throws IOException {
        requireOwnFile(file);
        FileChannel channel = FileChannel.open(
                file,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS),
                attributes("rw-------"));
        mode(file, "rw-------");
        return channel;
    }

    /**
     * Creates missing folders; the parents get the mode {@code rwxr-xr-x}. The umask can only remove permissions of
     * other users.
     */
    public static void createFolders(Path folder, String permissions) throws IOException {
        Path absolute = folder.toAbsolutePath();
        if (Files.isDirectory(absolute)) {
            return;
        }
        if (absolute.getParent() != null) {
            createFolders(absolute.getParent(), "rwxr-xr-x");
        }
        try {
            Files.createDirectory(absolute, attributes(permissions));
            ownerMay(absolute, OWNER_FOLDER);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(absolute)) {
                throw e;
            }
        }
    }

    /**
     * Returns whether the umask takes permissions from this user too, so that programs cannot read the files that they
     * create.
     */
    static synchronized boolean umaskTakesOwnRights() throws IOException {
        if (POSIX) {
            user();
        }
        return umaskTakesOwnRights;
    }

    /** Creates a folder with a new name that only this user may read and write. */
    public static Path createPrivateTemporaryFolder(Path parent, String prefix) throws IOException {
        Path folder = Files.createTempDirectory(parent, prefix);
        mode(folder, "rwx------");
        return folder;
    }

    /** Creates a file with a new name that only this user may read and write. */
    public static Path createPrivateTemporaryFile(Path parent, String prefix) throws IOException {
        Path file = Files.createTempFile(parent, prefix, ".tmp");
        mode(file, "rw-------");
        return file;
    }

    /** Gives this user the permission to read and write one of its own files, which the umask may have taken. */
    public static void ownerMayWrite(Path file) throws IOException {
        ownerMay(file, OWNER_FILE);
    }

    private static void ownerMay(Path path, Set<PosixFilePermission> rights) throws IOException {
        if (!POSIX) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
        if (permissions.addAll(rights)) {
            Files.setPosixFilePermissions(path, permissions);
        }
    }

    private static void requireNoForeignLinks(Path path, int links) throws IOException {
        if (!POSIX || path.getParent() == null) {
            return;
        }
        requireNoForeignLinks(path.getParent(), links);
        if (!Files.isSymbolicLink(path)) {
            return;
        }
        int owner = owner(path, LinkOption.NOFOLLOW_LINKS);
        if (owner != ROOT && owner != user()) {
            throw new FileSystemException(path.toString(), null, path + " is a link of another user. Remove it");
        }
        if (links == 0) {
            throw new FileSystemLoopException(path.toString());
        }
        requireNoForeignLinks(path.resolveSibling(Files.readSymbolicLink(path)), links - 1);
    }

    /** Returns the attribute for a new file's mode, such as {@code rw-r--r--}; none without POSIX permissions. */
    static FileAttribute<?>[] attributes(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /**
     * Sets a mode such as {@code rwxr-xr-x}, regardless of the umask. Does nothing on file systems without POSIX
     * permissions.
     */
    public static void mode(Path path, String permissions) throws IOException {
        if (POSIX) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
    }

    private static void requireOwner(Path path, LinkOption... options) throws UnusableSourceException, IOException {
        int owner = owner(path, options);
        if (owner != ROOT && owner != user()) {
            throw new UnusableSourceException(path + " belongs to another user ("
                    + Files.readAttributes(path, PosixFileAttributes.class, options)
                            .owner()
                            .getName()
                    + "), so it is not used. Remove it, or set BINRUN_CACHE to a folder of your own");
        }
    }

    /** Returns the numeric user id of a file's owner. */
    static int owner(Path path, LinkOption... options) throws IOException {
        return (int) Files.getAttribute(path, "unix:uid", options);
    }

    /** Returns a file's type and permissions, as {@code st_mode} in stat(2). */
    public static int mode(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:mode");
    }

    /**
     * Returns the numeric id of the effective user of this JVM, which owns the files that it creates. Java has no
     * method for this.
     */
    static synchronized int user() throws IOException {
        if (user == null) {
            Path probe = Files.createTempDirectory("binrun-user-");
            try {
                umaskTakesOwnRights =
                        POSIX && !Files.getPosixFilePermissions(probe).containsAll(OWNER_FOLDER);
                user = owner(probe);
            } finally {
                Files.delete(probe);
            }
        }
        return user;
    }
}
