package dev.binrun.server.network;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;

/** The bytes of one connection in one direction. */
final class Flow {
    /**
     * The maximum number of bytes under way in a slow direction. More bytes stay with the sender, as on a real line.
     */
    private static final int MAX_HELD_BYTES = 4 * 1024 * 1024;

    private static final int READS_IN_A_ROW = 4;

    private final SocketChannel from;
    private final SocketChannel to;
    private final LinkState state;
    private final ArrayDeque<FlowPiece> held = new ArrayDeque<>();
    private int heldBytes;
    private boolean ended;
    private boolean finished;

    private record FlowPiece(long sent, long arrival, ByteBuffer bytes) {}

    /**
     * Creates a flow without bytes under way.
     *
     * @param state shared by all flows between the same two ends in this direction
     */
    Flow(SocketChannel from, SocketChannel to, LinkState state) {
        this.from = from;
        this.to = to;
        this.state = state;
    }

    /** Returns whether the sender has ended this direction and the receiver has been informed. */
    boolean isFinished() {
        return finished;
    }

    /** Returns whether bytes can be read from the sender now. */
    boolean wantsToRead(long now) {
        return !ended && !state.isCut() && (state.isDelayed() ? hasRoom(now) : held.isEmpty());
    }

    /** Returns whether held bytes are due at the receiver now. */
    boolean wantsToWrite(long now) {
        return !state.isCut() && !held.isEmpty() && due(held.peek()) - now <= 0;
    }

    /** Returns the time of the next work that no channel event announces; {@link Long#MAX_VALUE} if there is none. */
    long nextAt(long now) {
        if (state.isCut()) {
            return Long.MAX_VALUE;
        }
        long next = Long.MAX_VALUE;
        if (!held.isEmpty() && due(held.peek()) - now > 0) {
            next = due(held.peek());
        }
        boolean full = !ended && state.isDelayed() && heldBytes < MAX_HELD_BYTES && state.openAt() - now > 0;
        return full ? Math.min(next, state.openAt()) : next;
    }

    /** Reads from the sender and writes at once to the receiver if nothing delays the bytes. */
    void read(ByteBuffer buffer, long now) throws IOException {
        for (int i = 0; i < READS_IN_A_ROW; i++) {
            if (!wantsToRead(now)) {
                return;
            }
            buffer.clear().limit(state.slice(buffer.capacity()));
            int count = from.read(buffer);
            if (count < 0) {
                ended = true;
                return;
            }
            boolean filled = !buffer.hasRemaining();
            buffer.flip();
            if (held.isEmpty() && !state.isDelayed()) {
                to.write(buffer);
            }
            hold(buffer, now);
            if (!filled) {
                return;
            }
        }
    }

    /** Writes the bytes that are due, and the end of the stream once all bytes are written. */
    void write(long now) throws IOException {
        while (wantsToWrite(now)) {
            ByteBuffer bytes = held.peek().bytes();
            heldBytes -= to.write(bytes);
            if (bytes.hasRemaining()) {
                return;
            }
            held.remove();
        }
        if (ended && held.isEmpty() && !finished && !state.isCut()) {
            finished = true;
            to.shutdownOutput();
        }
    }

    private long due(FlowPiece piece) {
        return state.due(piece.sent, piece.arrival);
    }

    private boolean hasRoom(long now) {
        return heldBytes < MAX_HELD_BYTES && state.openAt() - now <= 0;
    }

    private void hold(ByteBuffer buffer, long now) {
        int count = buffer.remaining();
        if (count == 0) {
            return;
        }
        long arrival = state.arrival(count, now);
        if (!held.isEmpty() && due(held.peekLast()) - arrival > 0) {
            arrival = due(held.peekLast());
        }
        held.add(new FlowPiece(
                now, arrival, ByteBuffer.allocate(count).put(buffer).flip()));
        heldBytes += count;
    }
}
