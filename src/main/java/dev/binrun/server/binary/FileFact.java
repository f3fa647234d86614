package dev.binrun.server.binary;

import dev.binrun.server.host.FileOwnership;
import dev.binrun.server.host.UnusableSourceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * A fact about another file, its subject, stored in a small file. The fact holds while the subject's size, times and
 * inode stay the same. This saves hashing or running an executable at each start.
 *
 * @param file the path of the stored fact
 */
record FileFact(Path file) {
    private static final int LONGEST_FACT = 200;
    private static final int LONGEST_PATH = 8192;
    private static final boolean UNIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

    /** Returns the fact; empty if the subject has changed since or the stored file is broken or not trustworthy. */
    Optional<String> read(Path subject) throws IOException {
        String[] line = line();
        return line.length > 1 && line[0].equals(state(subject)) ? Optional.of(line[1]) : Optional.empty();
    }

    /** Returns the fact even if the subject has changed since. */
    Optional<String> readStale() throws IOException {
        String[] line = line();
        return line.length > 1 ? Optional.of(line[1]) : Optional.empty();
    }

    /** Returns the file that the fact is about; empty if the stored file is broken. */
    Optional<Path> subject() throws IOException {
        return text(LONGEST_PATH).lines().skip(1).findFirst().map(Path::of);
    }

    /**
     * Stores a fact. Other processes read the old fact or the new one, never a mixture.
     *
     * @param fact a text without blanks
     */
    void write(Path subject, String fact) throws IOException {
        Path draft = FileOwnership.createPrivateTemporaryFile(file.getParent(), StaleCacheFiles.DRAFT);
        try {
            Files.writeString(draft, state(subject) + " " + fact + "\n" + subject + "\n");
            FileOwnership.mode(draft, "rw-r--r--");
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** The first line holds the subject's state and the fact; a broken file has another number of words. */
    private String[] line() throws IOException {
        return text(LONGEST_FACT).lines().findFirst().orElse("").split(" ");
    }

    /** Empty unless the stored file is a regular file that only this user or root may write. */
    private String text(int length) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return "";
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            FileOwnership.check(file);
            return new String(in.readNBytes(length), StandardCharsets.UTF_8);
        } catch (UnusableSourceException | NoSuchFileException e) {
            return "";
        }
    }

    /** A user can reset a file's size and modification time, but not the time of that change (ctime). */
    private static String state(Path subject) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(subject, BasicFileAttributes.class);
            String state = attributes.size() + "@" + attributes.lastModifiedTime();
            return UNIX
                    ? state + "@" + Files.getAttribute(subject, "unix:ctime") + "@"
                            + Files.getAttribute(subject, "unix:ino")
                    : state;
        } catch (IOException e) {
            return "unknown:" + e.getClass().getSimpleName();
        }
    }
}
