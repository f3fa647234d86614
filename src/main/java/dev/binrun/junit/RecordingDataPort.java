package dev.binrun.junit;

import io.nats.client.Connection;
import io.nats.client.impl.SocketDataPort;
import java.io.IOException;

/**
 * A socket whose operations are recorded for checks. The class is public because the client creates it by its name.
 */
public final class RecordingDataPort extends SocketDataPort {
    private ProtocolFrames sent;
    private ProtocolFrames received;

    /** Creates a socket that is not connected; the client calls this for each connection. */
    public RecordingDataPort() {}

    @Override
    public void write(byte[] bytes, int length) throws IOException {
        record(true, bytes, 0, length); // before the server can reply
        super.write(bytes, length);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        if (count > 0) {
            record(false, bytes, offset, count);
        }
        return count;
    }

    private void record(boolean isSent, byte[] bytes, int offset, int length) {
        RecordedClient client = RecordedClient.of((Connection) connection);
        try {
            (isSent ? sent(client) : received(client)).add(bytes, offset, length);
        } catch (RuntimeException | Error e) {
            client.failed(e); // never fails the client
        }
    }

    private synchronized ProtocolFrames sent(RecordedClient client) {
        begin(client);
        return sent;
    }

    private synchronized ProtocolFrames received(RecordedClient client) {
        begin(client);
        return received;
    }

    private void begin(RecordedClient client) {
        if (sent == null) {
            RecordedSocket socket = client.socket();
            sent = new ProtocolFrames(socket::sent);
            received = new ProtocolFrames(socket::received);
        }
    }
}
