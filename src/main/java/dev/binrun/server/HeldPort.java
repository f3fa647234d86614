package dev.binrun.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * Keeps the port of a server that is down from being given to somebody else: bound, but not listened on, so that connections are
 * refused, and on Linux the server can bind it while we still hold it (both allow the reuse of the address, one of them listens).
 */
final class HeldPort implements AutoCloseable {
    /** Elsewhere the port must be free before the server takes it. */
    static final boolean SHARED =
            System.getProperty("os.name").toLowerCase(java.util.Locale.ROOT).contains("linux");

    private final Socket socket;

    private HeldPort(Socket socket) {
        this.socket = socket;
    }

    /** Holds it from now on. */
    static HeldPort hold(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setReuseAddress(true);
            socket.bind(address);
            return new HeldPort(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
