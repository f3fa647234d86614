package dev.binrun.playground;

import io.nats.client.Connection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** Checks that a server replies. */
final class ServerProbe {
    private ServerProbe() {}

    /** Returns whether the server replies to a ping on the connection within the limit. */
    static boolean replies(Connection connection, Duration limit) {
        try {
            connection.flush(limit);
            return true;
        } catch (TimeoutException | IllegalStateException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

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
