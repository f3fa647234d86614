package dev.binrun.proof;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/**
 * A faulty network between a client and its server: it drops or repeats one message. It knows only so much of the NATS
 * protocol as it needs to find the end of a message.
 */
final class Gremlin implements AutoCloseable {
    private static final Set<String> WITH_PAYLOAD = Set.of("PUB", "HPUB", "MSG", "HMSG");

    private final URI server;
    private final int copies;
    private final Pattern victim;
    private final AtomicBoolean done = new AtomicBoolean();
    private final ServerSocket door;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    /**
     * Starts the network in front of a server.
     *
     * @param copies how many copies of the message arrive; 0 drops it
     * @param victim a regular expression; the first message in either direction that contains a match is the one
     */
    Gremlin(String server, int copies, String victim) throws IOException {
        this.server = URI.create(server);
        this.copies = copies;
        this.victim = Pattern.compile(victim, Pattern.DOTALL);
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("gremlin-door", this::admit);
    }

    /** Returns the URL that clients connect to. */
    String url() {
        return "nats://127.0.0.1:" + door.getLocalPort();
    }

    /** Returns whether the message was found; otherwise the test proves nothing. */
    boolean hasStruck() {
        return done.get();
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void admit() throws IOException {
        while (true) {
            Socket client = admitted(door.accept());
            Socket there = admitted(new Socket(server.getHost(), server.getPort()));
            start("gremlin-out", () -> relay(client, there));
            start("gremlin-in", () -> relay(there, client));
        }
    }

    private Socket admitted(Socket socket) throws IOException {
        sockets.add(socket);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private void relay(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            InputStream in = new BufferedInputStream(from.getInputStream());
            OutputStream out = new BufferedOutputStream(to.getOutputStream());
            while (true) {
                byte[] message = read(in);
                for (int times = times(message); times > 0; times--) {
                    out.write(message);
                }
                if (in.available() == 0) {
                    out.flush();
                }
            }
        }
    }

    private int times(byte[] message) {
        boolean strikes = victim.matcher(text(message)).find() && done.compareAndSet(false, true);
        return strikes ? copies : 1;
    }

    /** Reads a line, and the payload whose size is the last word of the line. */
    private static byte[] read(InputStream in) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        int next = 0;
        while (next != '\n') {
            next = in.read();
            if (next < 0) {
                throw new EOFException("the connection has ended");
            }
            message.write(next);
        }
        String line = text(message.toByteArray()).strip();
        if (WITH_PAYLOAD.contains(operation(message.toByteArray()))) {
            int size = Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
            message.write(in.readNBytes(size + 2));
        }
        return message.toByteArray();
    }

    private static String operation(byte[] message) {
        return text(message).split("\\s", 2)[0];
    }

    private static String text(byte[] message) {
        return new String(message, StandardCharsets.ISO_8859_1);
    }

    /** Work that ends with its connection. */
    private interface Endless {
        void run() throws IOException;
    }

    private static void start(String name, Endless work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException ended) {
                        Thread.currentThread().setName(name + " has ended: " + ended.getMessage());
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }
}
