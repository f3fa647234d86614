package dev.binrun.playground;

import dev.binrun.sessions.TerminalText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The position of a consumer, in its file {@code o.dat}.
 *
 * <p>A server cannot recover a consumer whose file it cannot decode, and rejects a new consumer of that name. Without
 * the file it recovers the consumer at the beginning of the stream (filestore.go, decodeConsumerState).
 */
final class StoredPosition {
    static final String FILE = "o.dat";
    private static final String RENAMED = "o.dat.damaged";
    private static final int MAGIC = 22;
    private static final int HEADER = 2;
    private static final int POSITIONS = 4;

    private final byte[] content;
    private int at = HEADER;
    private boolean corrupt;

    private StoredPosition(byte[] content) {
        this.content = content;
    }

    /** Renames the file of a consumer if the server cannot decode it, and returns a warning in this case. */
    static Optional<String> renameDamaged(Path consumer) throws IOException {
        Path file = consumer.resolve(FILE);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                || new StoredPosition(Files.readAllBytes(file)).isReadable()) {
            return Optional.empty();
        }
        Files.move(file, consumer.resolve(RENAMED), StandardCopyOption.REPLACE_EXISTING);
        return Optional.of("warning: the position of the consumer " + TerminalText.text(name(consumer), 255) + " on "
                + TerminalText.text(name(consumer.getParent().getParent()), 255) + " is lost: "
                + TerminalText.text(file.toString(), 4096) + " is damaged and was renamed to " + RENAMED
                + ". All stored messages that match the consumer are delivered again");
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    private boolean isReadable() {
        if (content.length == 0) {
            return true;
        }
        if (content.length < HEADER || content[0] != MAGIC || content[1] < 1 || content[1] > 2) {
            return false;
        }
        long[] positions = new long[POSITIONS];
        for (int i = 0; i < POSITIONS; i++) {
            positions[i] = number();
        }
        if (corrupt || positions[1] < 0 || positions[3] < 0) {
            return false;
        }
        return arePendingReadable(positions[1]);
    }

    private boolean arePendingReadable(long ackFloor) {
        long pending = number();
        if (pending == 0) {
            return true;
        }
        number();
        for (long i = 0; i < pending; i++) {
            long sequence = number();
            if (content[1] == 2) {
                number();
            }
            number();
            if (corrupt || sequence + ackFloor == 0) {
                return false;
            }
        }
        return true;
    }

    /** Returns a number in groups of 7 bits, the lowest first (Go's Uvarint); 0 from the first damaged number on. */
    private long number() {
        long value = 0;
        for (int shift = 0; !corrupt && at < content.length && shift < Long.SIZE; shift += 7) {
            byte next = content[at++];
            corrupt = shift == Long.SIZE - 1 && (next & 0xfe) != 0;
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return corrupt ? 0 : value;
            }
        }
        corrupt = true;
        return 0;
    }
}
