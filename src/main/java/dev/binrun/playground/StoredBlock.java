package dev.binrun.playground;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A damaged message file.
 *
 * <p>A server that reads the file through its index trusts each sequence, and records all missing sequences before it.
 * At a sequence of 2^40 this does not end, and uses all memory (filestore.go, indexCacheBufLocked).
 */
final class StoredBlock {
    private static final int HEADER = 22;
    private static final int SUBJECT_LENGTH_AT = 20;
    private static final int CHECKSUM = 8;
    private static final int LENGTH = 0x7fffffff;
    private static final long ERASED = 1L << 63;
    private static final long TOMBSTONE = 1L << 62;

    /** A server records this number of missing sequences in less than a second. */
    private static final long LARGEST_GAP = 1_000_000;

    private StoredBlock() {}

    /** Returns the reason if a server must not read the file. */
    static Optional<String> danger(Path file) throws IOException {
        ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        long last = 0;
        for (int at = 0; at + HEADER <= content.capacity(); ) {
            int length = content.getInt(at) & LENGTH;
            int subject = Short.toUnsignedInt(content.getShort(at + SUBJECT_LENGTH_AT));
            if (length < HEADER + CHECKSUM + subject || length > content.capacity() - at) {
                return Optional.empty(); // the server stops reading here too
            }
            long stored = content.getLong(at + Integer.BYTES);
            long sequence = stored & ~ERASED;
            if ((stored & TOMBSTONE) == 0) {
                if (last > 0 && sequence - last > LARGEST_GAP || sequence >>> 48 != 0) {
                    return Optional.of(file + " is damaged: at byte " + at + " it has the sequence " + sequence
                            + (last > 0 ? " after " + last : ""));
                }
                last = Math.max(last, sequence);
            }
            at += length;
        }
        return Optional.empty();
    }
}
