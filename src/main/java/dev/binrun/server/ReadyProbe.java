package dev.binrun.server;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.binrun.form.JsonFields;
import dev.binrun.server.host.ServerException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Checks whether a server's JetStream replies, with the few protocol lines that this needs. To load and start a client
 * library would take as long as the server's own start.
 */
public final class ReadyProbe implements AutoCloseable {
    /** The name of the probe's connection. */
    public static final String NAME = "binrun ready probe";

    /** The time after which a request without a reply is sent again. */
    private static final int RETRY_MILLIS = 50;

    /** The pause after a reply that no responder exists. */
    private static final int NO_RESPONDER_MILLIS = 10;

    private static final long REPLY_NANOS = 1_000_000_000;

    private static final byte[] REQUEST = ascii("PUB $JS.API.INFO _R_ 0\r\n\r\n");
    private static final byte[] HELLO =
            ascii("CONNECT {\"verbose\":false,\"name\":\"" + NAME + "\",\"headers\":true,\"no_responders\":true}\r\n"
                    + "SUB _R_ 1\r\nSUB _B_.* 2\r\n" + new String(REQUEST, StandardCharsets.US_ASCII));

    private final Socket socket = new Socket();
    private final long deadline;
    private InputStream in;
    private boolean helloSent;
    private int requests;
    private String subject = "";

    /**
     * Creates a probe that is not connected.
     *
     * @param limit the maximum time for everything that the probe does
     */
    public ReadyProbe(Duration limit) {
        deadline = System.nanoTime() + limit.toNanos();
    }

    /**
     * Connects and reads the server's INFO message.
     *
     * @param early whether to send the request for JetStream before the INFO message arrives
     * @throws IOException if the server does not respond in time
     */
    public InfoMessage connect(InetSocketAddress address, boolean early) throws IOException {
        socket.setTcpNoDelay(true);
        socket.connect(address, millisLeft());
        if (early) {
            sendHello();
        }
        in = new BufferedInputStream(socket.getInputStream());
        while (!awaitByte(RETRY_MILLIS)) {
            if (millisLeft() <= 1) {
                throw new SocketTimeoutException("the server sent nothing in time");
            }
        }
        String line = readLine();
        if (!line.startsWith("INFO ")) {
            throw new IOException("a server's first line must be INFO, was \"" + line + "\"");
        }
        return InfoMessage.parse(line.substring(5));
    }

    /**
     * Sends the CONNECT line, the subscriptions and the request for JetStream, unless {@link #connect} has sent them.
     */
    public void sendHello() throws IOException {
        if (!helloSent) {
            socket.getOutputStream().write(HELLO);
            helloSent = true;
        }
    }

    /**
     * Waits until JetStream has replied. Sends the request again while JetStream is not available.
     *
     * @throws IOException if it does not reply in time, with its last reply
     */
    void awaitJetStream() throws IOException {
        sendHello();
        String reason = "no reply";
        while (millisLeft() > 1) {
            if (!awaitByte(RETRY_MILLIS)) {
                socket.getOutputStream().write(REQUEST);
                continue;
            }
            String reply = readReply();
            if (!reply.isEmpty() && !isUnavailable(reply)) {
                return;
            }
            // after a 503 nothing more arrives until the request is sent again
            reason = reply.isEmpty() ? reason : reply;
        }
        throw new IOException("JetStream did not reply in time: " + reason);
    }

    /**
     * Sends a request until a responder replies, and returns the reply. A "no responders" status does not count as a
     * reply.
     *
     * @throws IOException if no reply arrives in time
     */
    public JsonObject request(String to, String payload) throws IOException {
        while (millisLeft() > 1) {
            String inbox = "_B_." + ++requests;
            byte[] body = payload.getBytes(StandardCharsets.UTF_8);
            socket.getOutputStream().write(ascii("PUB " + to + " " + inbox + " " + body.length + "\r\n"));
            socket.getOutputStream().write(body);
            socket.getOutputStream().write(ascii("\r\n"));
            String reply = replyFor(inbox);
            if (!reply.isEmpty()) {
                return JsonParser.parseString(reply).getAsJsonObject();
            }
        }
        throw new IOException("no responder replied to " + to + " in time");
    }

    /** Empty if no reply arrives within a second; replies to earlier requests are skipped. */
    private String replyFor(String inbox) throws IOException {
        long until = System.nanoTime() + REPLY_NANOS;
        while (System.nanoTime() - until < 0 && millisLeft() > 1) {
            if (awaitByte(RETRY_MILLIS)) {
                String reply = readReply();
                if (subject.equals(inbox)) {
                    if (reply.isEmpty()) {
                        awaitByte(NO_RESPONDER_MILLIS);
                    }
                    return reply;
                }
            }
        }
        return "";
    }

    /** Waits for the first byte only, because a timeout within a line would lose half of the line. */
    private boolean awaitByte(int millis) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new ServerException("interrupted while waiting for a server");
        }
        socket.setSoTimeout(Math.min(millis, millisLeft()));
        in.mark(1);
        try {
            if (in.read() >= 0) {
                in.reset();
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } finally {
            socket.setSoTimeout(millisLeft());
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** The payload of the next line if it is a reply; empty for "no responders" and all other lines. */
    private String readReply() throws IOException {
        String line = readLine();
        String[] words = line.split(" ");
        subject = words.length > 1 ? words[1] : "";
        switch (words[0]) {
            case "MSG" -> {
                return readPayload(words, 0);
            }
            case "HMSG" -> {
                return readPayload(words, Integer.parseInt(words[words.length - 2]));
            }
            case "-ERR" -> throw new IOException("the server rejected the request for the state of JetStream: " + line);
            case "PING" -> socket.getOutputStream().write(ascii("PONG\r\n"));
            default -> {
                // +OK, PONG and further INFO lines are not about JetStream
            }
        }
        return "";
    }

    private String readPayload(String[] words, int headers) throws IOException {
        int size = Integer.parseInt(words[words.length - 1]);
        byte[] bytes = in.readNBytes(size + 2);
        if (bytes.length < size + 2) {
            throw new EOFException("the server closed the connection within a reply");
        }
        return new String(bytes, headers, size - headers, StandardCharsets.UTF_8);
    }

    /** A cluster without a leader replies with 503; any other reply comes from JetStream itself. */
    private static boolean isUnavailable(String reply) {
        JsonObject tree = JsonParser.parseString(reply).getAsJsonObject();
        return JsonFields.number(JsonFields.object(tree, "error"), "code") == 503;
    }

    private String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the server closed the connection");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }

    private int millisLeft() {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, (deadline - System.nanoTime()) / 1_000_000));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
