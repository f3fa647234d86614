package dev.binrun.server.network;

import dev.binrun.server.host.HeldPort;
import dev.binrun.server.host.ServerException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A port of this JVM through which one end of a network reaches another, so that the bytes can be held or delayed. The
 * port exists before its target starts and stays the same if the target returns with another port.
 *
 * <p>While the link is cut or its target is unknown, the kernel keeps new connections and nothing accepts them. While
 * the target is down, nothing listens here, so the kernel refuses connections. nats-server retries a refused route once
 * a second (route.go, connectToRoute). A route that was accepted and closed at once is retried about 30 times a second
 * (measured).
 */
final class Link implements LinkLoop.Ready {
    private static final int BACKLOG = 256;
    private static final long PAUSE_NANOS = 100_000_000;

    private enum PortState {
        UNKNOWN,
        KNOWN,
        DOWN
    }

    private final LinkLoop loop;
    private final LinkState forth;
    private final LinkState back;
    private final HeldPort held = new HeldPort();
    private final Set<Relay> relays = new HashSet<>();
    private PortState state = PortState.UNKNOWN;
    private InetSocketAddress target;
    private InetSocketAddress address;
    private SelectionKey key;
    private boolean pausing;

    /** Opens the port. Must be called in the loop's thread, as all methods. */
    Link(LinkLoop loop, LinkState forth, LinkState back) {
        this.loop = loop;
        this.forth = forth;
        this.back = back;
        try {
            InetAddress here = InetAddress.getByName("127.0.0.1");
            address = HeldPort.SHARED ? held.bind(new InetSocketAddress(here, 0)) : new InetSocketAddress(here, 0);
            listen();
            address = (InetSocketAddress) ((ServerSocketChannel) key.channel()).getLocalAddress();
        } catch (IOException e) {
            throw new ServerException("a port for a link between servers cannot be opened: " + e, e);
        }
    }

    private void listen() throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        try {
            listener.bind(address, BACKLOG);
            key = loop.register(listener, 0, this);
        } catch (IOException e) {
            loop.close(listener);
            throw e;
        }
    }

    /** Returns the port to connect to. */
    int port() {
        return address.getPort();
    }

    /** Forwards connections to this address from now on. */
    void forwardTo(InetSocketAddress address) {
        target = address;
        state = PortState.KNOWN;
        refresh();
    }

    /** Holds new connections until the target's address is known. */
    void holdConnections() {
        state = PortState.UNKNOWN;
        refresh();
    }

    /** Refuses new connections because the target is down. */
    void refuseConnections() {
        state = PortState.DOWN;
        refresh();
    }

    /** Applies the current state of both directions. */
    void refresh() {
        boolean open = !forth.isCut() && !back.isCut();
        if (HeldPort.SHARED && open && state == PortState.DOWN) {
            loop.close(key.channel());
        } else if (ensureListening()) {
            boolean accepting = open && state != PortState.UNKNOWN && !pausing;
            key.interestOps(accepting ? SelectionKey.OP_ACCEPT : 0);
        }
        List.copyOf(relays).forEach(Relay::refresh);
    }

    /**
     * Listening can fail for a moment, because the kernel returns a closed port only after the loop's next selection.
     */
    private boolean ensureListening() {
        try {
            if (!key.isValid()) {
                listen();
            }
            return true;
        } catch (IOException e) {
            pause(e);
            return false;
        }
    }

    /** Returns whether the link accepts connections now. */
    boolean accepts() {
        return key.isValid() && key.interestOps() == SelectionKey.OP_ACCEPT;
    }

    /** Accepts no connections for 100 ms, so that the cause of a failure, such as too many open files, can pass. */
    void pause(IOException reason) {
        loop.recordFailure(reason);
        if (!pausing) {
            pausing = true;
            if (key.isValid()) {
                key.interestOps(0);
            }
            loop.at(System.nanoTime() + PAUSE_NANOS, () -> {
                pausing = false;
                refresh();
            });
        }
    }

    /** Releases the port; call this after the loop has ended. */
    void close() {
        held.release();
    }

    /** Accepts a connection. If this fails, closes it, so that its maker notices and tries again. */
    @Override
    public void ready(SelectionKey ready) {
        SocketChannel near = null;
        try {
            near = ((ServerSocketChannel) key.channel()).accept();
            if (near == null) {
                return;
            }
            if (state == PortState.DOWN) {
                near.setOption(StandardSocketOptions.SO_LINGER, 0); // a reset is the closest to a refusal
                near.close();
                return;
            }
            Relay relay = new Relay(loop, near, SocketChannel.open(), forth, back, relays::remove);
            relays.add(relay);
            relay.open(target);
        } catch (IOException e) {
            if (near == null) {
                pause(e); // without a pause the selector would report the connection at once, again and again
            } else {
                loop.recordFailure(e);
                loop.close(near);
            }
        }
    }
}
