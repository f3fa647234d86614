package dev.binrun.server;

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
 * <p>Who connects while the way is cut, or before the other end is known, gets no answer: the kernel keeps the connection for us.
 */
final class Link implements LinkLoop.Ready {
    private static final int BACKLOG = 256;

    private enum Target {
        UNKNOWN,
        THERE,
        GONE
    }

    private final LinkLoop loop;
    private final Way forth;
    private final Way back;
    private final int port;
    private final Set<Relay> relays = new HashSet<>();
    private Target state = Target.UNKNOWN;
    private InetSocketAddress target;
    private SelectionKey key;

    /** Listens from here on, in the loop's thread, which is the only one that may call it. */
    Link(LinkLoop loop, Way forth, Way back) {
        this.loop = loop;
        this.forth = forth;
        this.back = back;
        try {
            ServerSocketChannel listener = ServerSocketChannel.open();
            key = loop.register(listener, 0, this);
            listener.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), BACKLOG);
            port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
        } catch (IOException e) {
            throw new ServerException("no port can be opened for a link between servers: " + e, e);
        }
    }

    /** Where to connect to. */
    int port() {
        return port;
    }

    /** From here on connections reach that address. */
    void lead(InetSocketAddress address) {
        target = address;
        state = Target.THERE;
        refresh();
    }

    /** The other end is about to come: connections wait for it. */
    void expect() {
        state = Target.UNKNOWN;
        refresh();
    }

    /** The other end is not there: connections are refused. */
    void refuse() {
        state = Target.GONE;
        refresh();
    }

    /** Goes on as the ways now are. */
    void refresh() {
        boolean answers = state != Target.UNKNOWN && !forth.isCut() && !back.isCut();
        key.interestOps(answers ? SelectionKey.OP_ACCEPT : 0);
        List.copyOf(relays).forEach(Relay::refresh);
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
            if (state == Target.GONE) {
                near.setOption(StandardSocketOptions.SO_LINGER, 0); // a reset, as near to a refusal as we can come
                near.close();
                return;
            }
            Relay relay = new Relay(loop, near, SocketChannel.open(), forth, back, relays::remove);
            relays.add(relay);
            relay.open(target);
        } catch (IOException e) {
            loop.trouble(e);
            if (near != null) {
                loop.close(near);
            }
        }
    }
}
