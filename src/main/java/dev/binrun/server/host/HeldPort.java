package dev.binrun.server.host;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Locale;

/**
 * Keeps the port of a server that is down from being given to somebody else: bound, but not listened on, so that connections are
 * refused, and on Linux the server can bind it while we still hold it (both allow the reuse of the address, one of them listens).
 */
public final class HeldPort {
    /** Elsewhere the port must be free before the server takes it. */
    public static final boolean SHARED =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");

    private Socket socket;

    /** Holds it from now on, if it is not held already; port 0 is any that is free. What it holds. */
    public synchronized InetSocketAddress bind(InetSocketAddress address) throws IOException {
        if (socket != null) {
            return (InetSocketAddress) socket.getLocalSocketAddress();
        }
        Socket held = new Socket();
        try {
            held.setReuseAddress(true);
            held.bind(address);
            socket = held;
            return (InetSocketAddress) held.getLocalSocketAddress();
        } catch (IOException e) {
            held.close();
            throw e;
        }
    }

    /** The server is about to take it. */
    public void prepareServer() {
        if (!SHARED) {
            release();
        }
    }

    /** Lets it go; safe to call again. */
    public synchronized void release() {
        try {
            if (socket != null) {
                socket.close();
                socket = null;
            }
        } catch (IOException e) {
            throw new ServerException("the port of a server cannot be released: " + e, e);
        }
    }
}
