package dev.binrun.engine.client;

import io.nats.client.Connection;
import io.nats.client.impl.SocketDataPort;
import java.io.EOFException;
import java.io.IOException;

/**
 * A socket that reports its end at once. During a connection attempt jnats does not report it, such as after the TLS
 * alert that a certificate is required. Public because jnats creates it by its class name.
 */
public final class HeardDataPort extends SocketDataPort {
    /** Creates the socket of one connection. */
    public HeardDataPort() {}

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            int count = super.read(bytes, offset, length);
            if (count < 0) {
                report(new EOFException("the server closed the connection"));
            } else {
                UnreadableHeaders.received(bytes, offset, count);
            }
            return count;
        } catch (IOException e) {
            report(e);
            throw e;
        }
    }

    private void report(IOException e) {
        Connection owner = connection; // the type of the field is not public
        owner.getOptions().getErrorListener().exceptionOccurred(owner, e);
    }
}
