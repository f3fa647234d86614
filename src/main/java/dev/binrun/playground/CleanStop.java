package dev.binrun.playground;

import dev.binrun.server.host.FileOwnership;
import dev.binrun.server.host.IoReason;
import dev.binrun.sessions.TerminalText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The mark of a clean stop, a file in the store. It lists the names of streams, consumers as {@code STREAM/CONSUMER},
 * numbers of messages and checksums of files. Only the lines of the last two contain a space.
 *
 * <p>Without the mark, some warnings of the server only mean that it was killed.
 */
final class CleanStop {
    private static final String FILE = "clean-stop";
    private static final long LARGEST = 64L * 1024 * 1024;

    private CleanStop() {}

    /**
     * Returns the lines of the mark, if there is one, and removes it.
     *
     * @param lines gets a warning if the mark is damaged, or if another user may have written it
     */
    static Optional<List<String>> take(Path storeDir, Consumer<String> lines) throws IOException {
        Path file = storeDir.resolve(FILE);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > LARGEST) {
            return Optional.empty();
        }
        if (FileOwnership.isOpenToOthers(file)) {
            lines.accept(ignored(file, "belongs to another user, or other users may write it, so it is ignored"));
            remove(file);
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readAllLines(file));
        } catch (CharacterCodingException e) {
            lines.accept(ignored(file, "cannot be read and is ignored"));
            return Optional.empty();
        } finally {
            Files.delete(file);
        }
    }

    /** In a folder with the sticky bit, only its owner can remove a file. */
    private static void remove(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            return; // the next clean stop warns that it cannot write the mark
        }
    }

    private static String ignored(Path file, String reason) {
        return "warning: " + TerminalText.text(file.toString(), 4096) + " " + reason
                + ": losses since the last stop may go unnoticed";
    }

    /** Writes the mark. */
    static void mark(Path storeDir, List<String> contents) throws IOException {
        Path file = storeDir.resolve(FILE);
        Files.deleteIfExists(file); // removes a link, and not its target
        try (OutputStream out = FileOwnership.createResult(file)) {
            out.write(String.join("\n", contents).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            Files.deleteIfExists(file); // an incomplete mark would report losses that did not happen
            throw new FileSystemException(file.toString(), null, IoReason.of(e));
        }
    }
}
