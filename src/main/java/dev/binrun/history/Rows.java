package dev.binrun.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Rows of eight longs, 64 bytes each, in chunks outside of the heap: the first in memory, those after in a file that is mapped, so that
 * a row can be written at any time from any thread without a lock. A row counts once its head was written.
 */
final class Rows implements AutoCloseable {
    static final int FIELDS = 8;

    private static final int CHUNK_BITS = 13;
    private static final int CHUNK_ROWS = 1 << CHUNK_BITS;
    private static final int CHUNK_BYTES = CHUNK_ROWS * FIELDS * Long.BYTES;
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final AtomicInteger next = new AtomicInteger();
    private final Path file;
    private final int inMemory;
    private volatile ByteBuffer[] chunks = {};
    private FileChannel spill;

    /**
     * @param file where rows go that memory is not to hold
     * @param inMemory about how many rows memory holds
     */
    Rows(Path file, int inMemory) {
        this.file = file;
        this.inMemory = inMemory;
    }

    /**
     * A new row, all 0.
     *
     * @throws UncheckedIOException if the file cannot be written
     */
    int claim() {
        int row = next.getAndIncrement();
        if (row >> CHUNK_BITS >= chunks.length) {
            grow(row >> CHUNK_BITS);
        }
        return row;
    }

    int size() {
        return Math.min(next.get(), chunks.length << CHUNK_BITS);
    }

    long get(int row, int field) {
        return chunks[row >> CHUNK_BITS].getLong(offset(row, field));
    }

    void set(int row, int field, long value) {
        chunks[row >> CHUNK_BITS].putLong(offset(row, field), value);
    }

    /** The head; what was written before it is there too. */
    long head(int row) {
        return (long) LONG.getAcquire(chunks[row >> CHUNK_BITS], offset(row, 0));
    }

    /** Writes the head, after all that belongs to it. */
    void head(int row, long value) {
        LONG.setRelease(chunks[row >> CHUNK_BITS], offset(row, 0), value);
    }

    @Override
    public synchronized void close() {
        if (spill != null) {
            try {
                spill.close();
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot remove the history's file " + file, e);
            }
        }
    }

    private static int offset(int row, int field) {
        return ((row & CHUNK_ROWS - 1) * FIELDS + field) * Long.BYTES;
    }

    private synchronized void grow(int chunk) {
        while (chunk >= chunks.length) {
            ByteBuffer[] more = Arrays.copyOf(chunks, chunks.length + 1);
            more[chunks.length] = chunk(chunks.length).order(ByteOrder.nativeOrder());
            chunks = more;
        }
    }

    private ByteBuffer chunk(int number) {
        if (number == 0 || (number + 1) * (long) CHUNK_ROWS <= inMemory) {
            return ByteBuffer.allocateDirect(CHUNK_BYTES);
        }
        try {
            if (spill == null) {
                spill = FileChannel.open(
                        file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
            }
            reserve((long) number * CHUNK_BYTES);
            return spill.map(FileChannel.MapMode.READ_WRITE, (long) number * CHUNK_BYTES, CHUNK_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the zeros, so that a full disk is an error here and not a fault of memory at some row. */
    private void reserve(long position) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate(CHUNK_BYTES);
        while (zeros.hasRemaining()) {
            spill.write(zeros, position + zeros.position());
        }
    }
}
