package dev.binrun.watch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.zip.CRC32C;

/**
 * A version of a file.
 *
 * @param identity the file that the name stands for; null if the file system has none
 * @param checksum of the content, or the time of the change if the file is large
 * @param isSettled whether a later change certainly has another time or size
 */
record FileStamp(long size, FileTime modified, Object identity, long checksum, boolean isSettled) {
    /** The coarsest time of a file system (FAT). Two saves in this time can have the same time. */
    private static final Duration COARSEST = Duration.ofSeconds(2);

    private static final long LARGE = 16 << 20;

    private static final long UNREADABLE = -1;

    private static final int BUFFER = 1 << 16;

    /**
     * Returns the version of a file, and reads the content only if it may have changed.
     *
     * @param before an earlier version; null if none is known
     */
    static FileStamp of(Path file, BasicFileAttributes now, FileStamp before) {
        return before != null && before.isSettled && before.isLike(now) ? before : read(file, now);
    }

    /** Returns whether this version has the same content. */
    boolean hasContentOf(FileStamp other) {
        return size == other.size && checksum == other.checksum;
    }

    private boolean isLike(BasicFileAttributes now) {
        return size == now.size()
                && modified.equals(now.lastModifiedTime())
                && (identity == null || identity.equals(now.fileKey()));
    }

    private static FileStamp read(Path file, BasicFileAttributes now) {
        long settledBefore = System.currentTimeMillis() - COARSEST.toMillis();
        long checksum = checksum(file, now);
        boolean settled =
                checksum != UNREADABLE && now.lastModifiedTime().toMillis() < settledBefore; // a clock may be wrong
        return new FileStamp(now.size(), now.lastModifiedTime(), now.fileKey(), checksum, settled);
    }

    private static long checksum(Path file, BasicFileAttributes now) {
        if (now.size() > LARGE) {
            return now.lastModifiedTime().toMillis();
        }
        CRC32C sum = new CRC32C();
        byte[] buffer = new byte[(int) Math.max(1, Math.min(BUFFER, now.size()))];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                sum.update(buffer, 0, read);
            }
            return sum.getValue();
        } catch (IOException e) {
            return UNREADABLE;
        }
    }
}
