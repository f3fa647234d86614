package dev.binrun.playground;

import io.nats.client.impl.SocketDataPort;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A socket that makes the headers of received messages readable for the client.
 *
 * <p>The server stores any header. The client ends the connection at a header that is not ASCII, and the message is sent again at each
 * reconnect, so that one message would stop the live system for good. Public, because the client makes it by its name.
 */
public final class ReadableHeadersDataPort extends SocketDataPort {
    private final ReadableHeaders headers = new ReadableHeaders();
    private final byte[] received = new byte[64 * 1024];
    private ByteBuffer readable = ByteBuffer.allocate(0);

    /** Made for each connection. */
    public ReadableHeadersDataPort() {}

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (!readable.hasRemaining()) {
            int count = super.read(received, 0, received.length);
            if (count < 0) {
                return count;
            }
            readable = ByteBuffer.wrap(headers.readable(received, count));
        }
        int count = Math.min(length, readable.remaining());
        readable.get(bytes, offset, count);
        return count;
    }
}
