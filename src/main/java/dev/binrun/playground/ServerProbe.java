package dev.binrun.playground;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;

/** Checks that a server replies. */
final class ServerProbe {
    private ServerProbe() {}

    /**
     * Returns whether the server greets a new connection within the limit, because a client without memory cannot read
     * replies.
     */
    static boolean greets(int port, Duration limit) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) limit.toMillis());
            return socket.getInputStream().read() >= 0;
        } catch (IOException e) {
            return false;
        }
    }
}
