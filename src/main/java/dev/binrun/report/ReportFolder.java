package dev.binrun.report;

import dev.binrun.server.host.FileOwnership;
import dev.binrun.server.host.IoReason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** The folder that a report writes its files to. Other users cannot write these files. */
final class ReportFolder {
    private final Path folder;

    /**
     * Creates the folder if it is missing.
     *
     * @throws IOException if the folder cannot be created, or no file can be created in it
     */
    ReportFolder(Path folder) throws IOException {
        this.folder = folder;
        FileOwnership.createResultFolder(folder);
        Path draft = draft();
        FileOwnership.createResult(draft).close();
        Files.delete(draft);
    }

    /**
     * Writes the whole file or, if that fails, nothing. A file with this name is replaced.
     *
     * @throws IOException with the path and the reason
     */
    void write(String name, String text) throws IOException {
        Path path = folder.resolve(name);
        try {
            replace(path, text);
        } catch (IOException e) {
            throw new IOException(path + " cannot be written: " + IoReason.of(e), e);
        }
    }

    private void replace(Path path, String text) throws IOException {
        Path draft = draft();
        try {
            try (OutputStream out = FileOwnership.createResult(draft)) {
                out.write(text.getBytes(StandardCharsets.UTF_8));
            }
            Files.move(draft, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private Path draft() {
        return folder.resolve(".binrun-" + UUID.randomUUID() + ".tmp");
    }
}
