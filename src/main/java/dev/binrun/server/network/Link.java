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
 * A port of ours at which one end of a network reaches another, so that what passes can be held or slowed down. Its port is there
 * before the other end is, and stays when that comes back with another port.
 *
 * <p>Who connects while the way is cut, or before the other end is known, gets no answer: the kernel keeps the connection for us. While
 * the other end is gone nobody listens here, so that the kernel refuses: a server tries a route that is refused once a second, and one
 * that is closed as soon as it is there 30 times.
 */
final class Link implements LinkLoop.Ready {
    private static final int BACKLOG = 256;
    private static final long PAUSE_NANOS = 100_000_000;

    private enum PortState {
        UNKNOWN,
        THERE,
        GONE
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

    /** Listens from here on, in the loop's thread, which is the only one that may call it. */
    Link(LinkLoop loop, LinkState forth, LinkState back) {
        this.loop = loop;
        this.forth = forth;
        this.back = back;
        try {
            InetAddress here = InetAddress.getByName("127.0.0.1");
            address = HeldPort.SHARED ? held.hold(new InetSocketAddress(here, 0)) : new InetSocketAddress(here, 0);
            listen();
            address = (InetSocketAddress) ((ServerSocketChannel) key.channel()).getLocalAddress();
        } catch (IOException e) {
            throw new ServerException("no port can be opened for a link between servers: " + e, e);
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

    /** Where to connect to. */
    int port() {
        return address.getPort();
    }

    /** From here on connections reach that address. */
    void lead(InetSocketAddress address) {
        target = address;
        state = PortState.THERE;
        refresh();
    }

    /** The other end is about to come: connections wait for it. */
    void expect() {
        state = PortState.UNKNOWN;
        refresh();
    }

    /** The other end is not there: connections are refused. */
    void refuse() {
        state = PortState.GONE;
        refresh();
    }

    /** Goes on as the ways now are. */
    void refresh() {
        boolean open = !forth.isCut() && !back.isCut();
        if (HeldPort.SHARED && open && state == PortState.GONE) {
            loop.close(key.channel());
        } else if (listens()) {
            boolean answers = open && state != PortState.UNKNOWN && !pausing;
            key.interestOps(answers ? SelectionKey.OP_ACCEPT : 0);
        }
        List.copyOf(relays).forEach(Relay::refresh);
    }

    /** Whether it listens, which it does again if it had ceased; the kernel gives a port back only when the loop goes round. */
    private boolean listens() {
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

    /** Whether it takes connections. */
    boolean accepts() {
        return key.isValid() && key.interestOps() == SelectionKey.OP_ACCEPT;
    }

    /** Takes no connections for a moment, in which may pass what was in the way, as too many open files. */
    void pause(IOException reason) {
        loop.trouble(reason);
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

    /** Lets its port go, when the loop has ended. */
    void close() {
        held.release();
    }

    /** Takes a connection on; where that fails it is closed, so that whoever made it sees that, and tries again. */
    @Override
    public void ready(SelectionKey ready) {
        SocketChannel near = null;
        try {
            near = ((ServerSocketChannel) key.channel()).accept();
            if (near == null) {
                return;
            }
            if (state == PortState.GONE) {
                near.setOption(StandardSocketOptions.SO_LINGER, 0); // a reset, as near to a refusal as we can come
                near.close();
                return;
            }
            Relay relay = new Relay(loop, near, SocketChannel.open(), forth, back, relays::remove);
            relays.add(relay);
            relay.open(target);
        } catch (IOException e) {
            if (near == null) {
                pause(e); // or the loop would be told again at once, and spin
            } else {
                loop.trouble(e);
                loop.close(near);
            }
        }
    }
}
