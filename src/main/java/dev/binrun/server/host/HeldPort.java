package dev.binrun.server.host;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Locale;

/**
 * Reserves the port of a server that is down, so that the kernel gives it to no other process. The port is bound, but
 * nothing listens on it, so connections are refused. On Linux the server can bind the port while this JVM still holds
 * it, because both sockets set {@code SO_REUSEADDR} and only one of them listens.
 */
public final class HeldPort {
    /**
     * Whether a server can bind a port that this JVM holds. On other systems than Linux the port must be released
     * first.
     */
    public static final boolean SHARED =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");

    private Socket socket;

    /**
     * Reserves a port, unless this object already holds one.
     *
     * @param address the address to bind; port 0 means any free port
     * @return the address that is held
     */
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

    /** Releases the port if this system requires that before a server can bind it. */
    public void prepareServer() {
        if (!SHARED) {
            release();
        }
    }

    /** Releases the port. A second call has no effect. */
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
