package dev.binrun.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * What was once found out about a file, kept beside it in one line and true as long as the file's size and time are the same:
 * it spares hashing or running an executable at each start.
 *
 * @param file where the stamp is
 */
record Stamp(Path file) {

    /** What was found out about the subject, unless it has changed since. */
    Optional<String> read(Path subject) throws IOException {
        return line().filter(line -> line.length > 1 && line[0].equals(state(subject)))
                .map(line -> line[1]);
    }

    /** What was once found out, whether or not the subject has changed. */
    Optional<String> readStale() throws IOException {
        return line().filter(line -> line.length > 1).map(line -> line[1]);
    }

    /** Keeps a fact without blanks; a reader sees the old stamp or the new one. */
    void write(Path subject, String fact) throws IOException {
        Files.createDirectories(file.getParent());
        Path draft = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".tmp");
        try {
            Files.writeString(draft, state(subject) + " " + fact + "\n");
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private Optional<String[]> line() throws IOException {
        return Files.exists(file) ? Optional.of(Files.readString(file).strip().split(" ")) : Optional.empty();
    }

    private static String state(Path subject) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(subject, BasicFileAttributes.class);
            return attributes.size() + "@" + attributes.lastModifiedTime();
        } catch (IOException e) {
            return "unknown: " + e;
        }
    }
}
