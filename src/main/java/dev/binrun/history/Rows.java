package dev.binrun.history;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Rows of eight longs (64 bytes) in chunks outside of the heap. The first chunks are in memory, later ones in a mapped
 * file, so that any thread can write any row without a lock. A row is complete when its head is written.
 */
final class Rows implements AutoCloseable {
    static final int FIELDS = 8;

    /** Rows use at most a quarter of the memory outside of the heap, because connections need it too. */
    private static final int PART = 4;

    private static final int CHUNK_BITS = 13;
    private static final int CHUNK_ROWS = 1 << CHUNK_BITS;
    private static final int CHUNK_BYTES = CHUNK_ROWS * FIELDS * Long.BYTES;
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final AtomicInteger next = new AtomicInteger();
    private final Path file;
    private final int inMemory;
    private volatile ByteBuffer[] chunks = {};
    private long room = -1;
    private boolean spilled;

    /**
     * @param file the file for the rows that memory does not hold
     * @param inMemory about how many rows memory may hold
     */
    Rows(Path file, int inMemory) {
        this.file = file;
        this.inMemory = inMemory;
    }

    /**
     * Returns a new row, whose fields are 0.
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

    /** Returns the head of a row. All fields that were written before the head can be read afterwards. */
    long head(int row) {
        return (long) LONG.getAcquire(chunks[row >> CHUNK_BITS], offset(row, 0));
    }

    /** Writes the head of a row, which must be written last. */
    void head(int row, long value) {
        LONG.setRelease(chunks[row >> CHUNK_BITS], offset(row, 0), value);
    }

    @Override
    public synchronized void close() {
        if (spilled) {
            try {
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
        if (fits(number)) {
            try {
                return ByteBuffer.allocateDirect(CHUNK_BYTES);
            } catch (OutOfMemoryError e) {
                room = 0; // use the file
            }
        }
        try {
            return mapped((long) number * CHUNK_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean fits(int number) {
        if (number == 0) {
            return true;
        }
        room = room < 0 ? Math.min(inMemory, roomFor()) : room;
        return (number + 1) * (long) CHUNK_ROWS <= room;
    }

    /** An interrupt closes the channel, but the interrupted thread must still record its operation. */
    private ByteBuffer mapped(long position) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return map(position);
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private ByteBuffer map(long position) throws IOException {
        if (!spilled) {
            Files.createFile(file);
            // This user must be able to use the file, whatever the umask is.
            if (!file.toFile().setReadable(true, true) || !file.toFile().setWritable(true, true)) {
                throw new IOException("the permissions of " + file + " cannot be set");
            }
            spilled = true;
        }
        try (RandomAccessFile reserved = new RandomAccessFile(file.toFile(), "rw")) {
            reserve(reserved, position);
            return reserved.getChannel().map(FileChannel.MapMode.READ_WRITE, position, CHUNK_BYTES);
        }
    }

    /** Writes zeros, so that a full disk causes an exception here and not a fault on a later access to the memory. */
    private static void reserve(RandomAccessFile file, long position) throws IOException {
        file.seek(position);
        file.write(new byte[CHUNK_BYTES]);
    }

    private static long roomFor() {
        HotSpotDiagnosticMXBean vm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        long limit = vm == null
                ? 0
                : Long.parseLong(vm.getVMOption("MaxDirectMemorySize").getValue());
        return (limit > 0 ? limit : Runtime.getRuntime().maxMemory()) / PART / (FIELDS * Long.BYTES);
    }
}
