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
 * A fact about another file, its subject. It holds as long as the subject's size, times and inode are the same, which spares
 * hashing or running an executable at each start.
 *
 * @param file where the stamp is
 */
record FileFact(Path file) {
    private static final int LONGEST_FACT = 200;
    private static final int LONGEST_PATH = 8192;
    private static final boolean UNIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

    /** Returns the fact, unless the subject has changed since or the stamp cannot be trusted. */
    Optional<String> read(Path subject) throws IOException {
        String[] line = line();
        return line.length > 1 && line[0].equals(state(subject)) ? Optional.of(line[1]) : Optional.empty();
    }

    /** Returns the fact, whether or not the subject has changed. */
    Optional<String> readStale() throws IOException {
        String[] line = line();
        return line.length > 1 ? Optional.of(line[1]) : Optional.empty();
    }

    /** Returns the file that the stamp is about; empty if the stamp is broken. */
    Optional<Path> subject() throws IOException {
        return text(LONGEST_PATH).lines().skip(1).findFirst().map(Path::of);
    }

    /** Replaces the stamp by a fact without blanks; a reader sees the old stamp or the new one. */
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

    /** Returns the first line's words: the subject's state and the fact; another number of words if the stamp is broken. */
    private String[] line() throws IOException {
        return text(LONGEST_FACT).lines().findFirst().orElse("").split(" ");
    }

    /** Returns the beginning of the stamp; empty unless it is a regular file that only this user or root may write. */
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

    /** Returns what changes with the subject's content. A user can set size and time back, but not the time of that change. */
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
