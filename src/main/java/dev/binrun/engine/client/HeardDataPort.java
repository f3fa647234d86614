package dev.binrun.engine.client;

import io.nats.client.Connection;
import io.nats.client.impl.SocketDataPort;
import java.io.EOFException;
import java.io.IOException;

/**
 * A socket whose end is heard of at once: while a connection is being made, jnats keeps to itself that there is nothing more to
 * read, such as after TLS's alert that a certificate is wanted. Public, as jnats makes it by its name.
 */
public final class HeardDataPort extends SocketDataPort {
    /** Made for each connection. */
    public HeardDataPort() {}

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            int count = super.read(bytes, offset, length);
            if (count < 0) {
                tell(new EOFException("the server closed the connection"));
            } else {
                UnreadableHeaders.received(bytes, offset, count);
            }
            return count;
        } catch (IOException e) {
            tell(e);
            throw e;
        }
    }

    private void tell(IOException e) {
        Connection owner = connection; // its own type is not public
        owner.getOptions().getErrorListener().exceptionOccurred(owner, e);
    }
}
