package dev.binrun.playground;

import io.nats.client.impl.SocketDataPort;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A socket that rewrites the headers of received messages, so that the client can read them.
 *
 * <p>The server stores any header. The client closes the connection at a header that is not ASCII, and receives it
 * again after each reconnect, so that one message would stop the live system for good. The class is public because the
 * client creates it by its name.
 */
public final class ReadableHeadersDataPort extends SocketDataPort {
    private final ReadableHeaders headers = new ReadableHeaders();
    private final byte[] received = new byte[64 * 1024];
    private ByteBuffer readable = ByteBuffer.allocate(0);

    /** Creates a socket that is not connected; the client calls this for each connection. */
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
