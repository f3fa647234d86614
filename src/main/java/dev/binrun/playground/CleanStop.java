package dev.binrun.playground;

import dev.binrun.server.host.FileOwnership;
import dev.binrun.sessions.TerminalText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The mark in a store that its last server wrote everything down, with what was there: the names of streams, of consumers as {@code
 * STREAM/CONSUMER}, and numbers of messages. Without the mark, some of the server's warnings mean only that it was killed.
 */
final class CleanStop {
    private static final String FILE = "clean-stop";
    private static final long LARGEST = 64L * 1024 * 1024;

    private CleanStop() {}

    /**
     * Returns the names after a clean stop, and removes the mark.
     *
     * @param lines gets a warning if the mark is damaged
     */
    static Optional<List<String>> take(Path storeDir, Consumer<String> lines) throws IOException {
        Path file = storeDir.resolve(FILE);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > LARGEST) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readAllLines(file));
        } catch (CharacterCodingException e) {
            lines.accept("warning: " + TerminalText.text(file.toString(), 4096)
                    + " cannot be read and is ignored: losses since the last stop may go unnoticed");
            return Optional.empty();
        } finally {
            Files.delete(file);
        }
    }

    static void mark(Path storeDir, List<String> names) throws IOException {
        Path file = storeDir.resolve(FILE);
        Files.deleteIfExists(file); // a link, and no file behind it
        try (OutputStream out = FileOwnership.createResult(file)) {
            out.write(String.join("\n", names).getBytes(StandardCharsets.UTF_8));
        }
    }
}
