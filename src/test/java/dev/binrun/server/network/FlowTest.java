package dev.binrun.server.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests when the bytes of one direction arrive, with a clock that the test moves. */
@Timeout(60)
class FlowTest {
    private static final long BEGIN = System.nanoTime();
    private static final long SECOND = 1_000_000_000;
    private static final int MEGABYTE = 1_000_000;

    private final LinkState state = new LinkState();
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    private SocketChannel sender;
    private SocketChannel from;
    private SocketChannel to;
    private SocketChannel receiver;
    private Flow flow;

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
            sender = SocketChannel.open(listener.getLocalAddress());
            from = listener.accept();
            to = SocketChannel.open(listener.getLocalAddress());
            receiver = listener.accept();
        }
        flow = new Flow(from, to, state);
    }

    @AfterEach
    void close() throws IOException {
        for (SocketChannel channel : new SocketChannel[] {sender, from, to, receiver}) {
            channel.close();
        }
    }

    @Test
    void delay_ended_heldBytesArriveAtOnce() throws IOException {
        delay(BEGIN, 30, 0, OptionalLong.empty());
        send(7, BEGIN);
        assertEquals(BEGIN + 30 * SECOND, flow.nextAt(BEGIN));
        assertFalse(flow.wantsToWrite(BEGIN + SECOND));

        state.delay(Optional.empty(), 0, BEGIN + SECOND);
        flow.write(BEGIN + SECOND);
        send(8, BEGIN + 2 * SECOND);
        flow.write(BEGIN + 2 * SECOND);

        assertReceived(7, 8);
        assertEquals(Long.MAX_VALUE, flow.nextAt(BEGIN + 2 * SECOND));
    }

    @Test
    void delay_replacesLongerDelay_heldBytesArriveNoLaterThanNewBytes() throws IOException {
        delay(BEGIN, 600, 0, OptionalLong.empty());
        send(7, BEGIN);
        delay(BEGIN + SECOND, 2, 1, OptionalLong.empty());
        assertEquals(BEGIN + 4 * SECOND, flow.nextAt(BEGIN + SECOND));

        flow.write(BEGIN + 4 * SECOND);

        assertReceived(7);
    }

    @Test
    void delay_replacesShorterDelay_heldBytesArriveAtTheirTimeInOrder() throws IOException {
        delay(BEGIN, 5, 0, OptionalLong.empty());
        send(7, BEGIN);
        delay(BEGIN + SECOND, 10, 0, OptionalLong.empty());
        send(8, BEGIN + SECOND);
        assertEquals(BEGIN + 5 * SECOND, flow.nextAt(BEGIN + SECOND));
        flow.write(BEGIN + 5 * SECOND);
        assertReceived(7);
        assertEquals(BEGIN + 11 * SECOND, flow.nextAt(BEGIN + 5 * SECOND));
        delay(BEGIN + 6 * SECOND, 1, 0, OptionalLong.empty());
        send(9, BEGIN + 6 * SECOND);
        flow.write(BEGIN + 7 * SECOND);
        assertReceived(8, 9);
    }

    /** A line with 1 MB/s and 1 s latency has room for more bytes long before the first bytes arrive. */
    @Test
    void bandwidth_withLatency_readsMoreWhileFirstBytesAreUnderWay() throws IOException {
        delay(BEGIN, 1, 0, OptionalLong.of(MEGABYTE));
        sender.write(ByteBuffer.allocate(200_000));
        long now = BEGIN;
        int times = 0;
        while (flow.wantsToRead(now)) {
            flow.read(buffer, now);
            assertTrue(++times < 100, "the bandwidth limits the reads");
        }

        assertTrue(flow.nextAt(now) < BEGIN + SECOND, "reads more before the first bytes arrive");
        assertEquals(state.openAt(), flow.nextAt(now));
        assertTrue(flow.wantsToRead(flow.nextAt(now)));
        assertFalse(flow.wantsToWrite(flow.nextAt(now)));
    }

    @Test
    void cut_bytesAreDue_holdsThemWithoutAnAlarm() throws IOException {
        delay(BEGIN, 1, 0, OptionalLong.empty());
        send(7, BEGIN);
        state.cut(true);
        assertEquals(Long.MAX_VALUE, flow.nextAt(BEGIN));
        assertFalse(flow.wantsToWrite(BEGIN + 2 * SECOND));
        state.cut(false);
        flow.write(BEGIN + 2 * SECOND);
        assertReceived(7);
    }

    private void delay(long now, long latency, long jitter, OptionalLong bytesPerSecond) {
        LinkDelay delay = new LinkDelay(Duration.ofSeconds(latency), Duration.ofSeconds(jitter), bytesPerSecond);
        state.delay(Optional.of(delay), 1, now);
    }

    private void send(int value, long now) throws IOException {
        sender.write(ByteBuffer.wrap(new byte[] {(byte) value}));
        flow.read(buffer, now);
    }

    private void assertReceived(int... values) throws IOException {
        for (int value : values) {
            ByteBuffer received = ByteBuffer.allocate(1);
            assertEquals(1, receiver.read(received));
            assertEquals(value, received.get(0));
        }
    }
}
