package dev.binrun.server.network;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One connection through a link: it forwards the bytes of each end to the other. It is used in the thread of the
 * {@link LinkLoop} only.
 */
final class Relay implements LinkLoop.Ready {
    private final LinkLoop loop;
    private final SocketChannel near;
    private final SocketChannel far;
    private final Flow forth;
    private final Flow back;
    private final Consumer<Relay> closed;
    private SelectionKey nearKey;
    private SelectionKey farKey;
    private Optional<LinkLoop.Alarm> alarm = Optional.empty();

    /**
     * Creates a relay that is not connected to its target yet.
     *
     * @param near the accepted connection
     * @param far not connected yet
     * @param closed called once, when the connection is closed
     */
    Relay(
            LinkLoop loop,
            SocketChannel near,
            SocketChannel far,
            LinkState forth,
            LinkState back,
            Consumer<Relay> closed) {
        this.loop = loop;
        this.near = near;
        this.far = far;
        this.forth = new Flow(near, far, forth);
        this.back = new Flow(far, near, back);
        this.closed = closed;
    }

    /** Connects to the target. */
    void open(InetSocketAddress target) {
        try {
            near.setOption(StandardSocketOptions.TCP_NODELAY, true);
            far.setOption(StandardSocketOptions.TCP_NODELAY, true);
            nearKey = loop.register(near, 0, this);
            farKey = loop.register(far, SelectionKey.OP_CONNECT, this);
            if (far.connect(target)) {
                refresh();
            }
        } catch (IOException e) {
            close(); // one end is closed or unreachable, so the other end must see a closed connection
        }
    }

    @Override
    public void ready(SelectionKey key) {
        try {
            if (key == farKey && key.isConnectable()) {
                far.finishConnect();
            } else if (key.isReadable()) {
                (key == nearKey ? forth : back).read(loop.buffer(), System.nanoTime());
            }
            refresh();
        } catch (IOException e) {
            close(); // one end is closed or unreachable, so the other end must see a closed connection
        }
    }

    /** Writes the bytes that are due and registers for the events that are needed next. */
    void refresh() {
        if (!far.isOpen() || !far.isConnected()) {
            return;
        }
        try {
            long now = System.nanoTime();
            forth.write(now);
            back.write(now);
            if (forth.isFinished() && back.isFinished()) {
                close();
                return;
            }
            nearKey.interestOps(operations(forth, back, now));
            farKey.interestOps(operations(back, forth, now));
            wakeAt(Math.min(forth.nextAt(now), back.nextAt(now)));
        } catch (IOException e) {
            close(); // one end is closed or unreachable, so the other end must see a closed connection
        }
    }

    /** Closes both connections. */
    void close() {
        loop.close(near);
        loop.close(far);
        alarm.ifPresent(loop::cancel);
        closed.accept(this);
    }

    private static int operations(Flow out, Flow in, long now) {
        return (out.wantsToRead(now) ? SelectionKey.OP_READ : 0) | (in.wantsToWrite(now) ? SelectionKey.OP_WRITE : 0);
    }

    private void wakeAt(long time) {
        if (alarm.isEmpty() ? time == Long.MAX_VALUE : alarm.get().at() == time) {
            return;
        }
        alarm.ifPresent(loop::cancel);
        alarm = Optional.empty();
        if (time != Long.MAX_VALUE) {
            alarm = Optional.of(loop.at(time, () -> {
                alarm = Optional.empty();
                refresh();
            }));
        }
    }
}
