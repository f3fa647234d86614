package dev.binrun.server;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
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
 * Asks a server whether its JetStream answers, with the few protocol lines that this takes: a client library would cost as much
 * again as the server's own start.
 */
public final class ReadyProbe implements AutoCloseable {
    /** How long to wait before a question that was not answered is asked again. */
    private static final int ASK_AGAIN_MILLIS = 50;

    /** How long to wait before one that nobody could answer is. */
    private static final int NOBODY_MILLIS = 10;

    private static final long ANSWER_NANOS = 1_000_000_000;

    private static final byte[] ASK = ascii("PUB $JS.API.INFO _R_ 0\r\n\r\n");
    private static final byte[] INTRODUCE =
            ascii("CONNECT {\"verbose\":false,\"name\":\"binrun\",\"headers\":true,\"no_responders\":true}\r\n"
                    + "SUB _R_ 1\r\nSUB _B_.* 2\r\n" + new String(ASK, StandardCharsets.US_ASCII));

    private final Socket socket = new Socket();
    private final long deadline;
    private InputStream in;
    private boolean asked;
    private int requests;
    private String subject = "";

    public ReadyProbe(Duration limit) {
        deadline = System.nanoTime() + limit.toNanos();
    }

    /**
     * Connects and reads what the server says first.
     *
     * @param ask whether to ask for JetStream at once, without waiting for that
     */
    public InfoMessage connect(InetSocketAddress address, boolean ask) throws IOException {
        socket.setTcpNoDelay(true);
        socket.connect(address, millisLeft());
        if (ask) {
            ask();
        }
        in = new BufferedInputStream(socket.getInputStream());
        while (!awaitByte(ASK_AGAIN_MILLIS)) {
            if (millisLeft() <= 1) {
                throw new SocketTimeoutException("the server said nothing in time");
            }
        }
        String line = readLine();
        if (!line.startsWith("INFO ")) {
            throw new IOException("a server's first line must be INFO, was \"" + line + "\"");
        }
        return InfoMessage.parse(line.substring(5));
    }

    /** For requests of who connected without asking. */
    public void sendHello() throws IOException {
        if (!asked) {
            ask();
        }
    }

    /** Returns once JetStream has answered; asks again while it says that it is not there yet. */
    void awaitJetStream() throws IOException {
        sendHello();
        String reason = "no answer";
        while (millisLeft() > 1) {
            if (!awaitByte(ASK_AGAIN_MILLIS)) {
                socket.getOutputStream().write(ASK);
                continue;
            }
            String answer = readReply();
            if (!answer.isEmpty() && !isUnavailable(answer)) {
                return;
            }
            // after a refusal nothing more comes until we ask again
            reason = answer.isEmpty() ? reason : answer;
        }
        throw new IOException("JetStream did not answer in time: " + reason);
    }

    /**
     * The answer to a request, asked again until somebody answers; "no responders" is no answer.
     *
     * @throws IOException if there is none in time
     */
    public JsonObject request(String to, String payload) throws IOException {
        while (millisLeft() > 1) {
            String reply = "_B_." + ++requests;
            byte[] body = payload.getBytes(StandardCharsets.UTF_8);
            socket.getOutputStream().write(ascii("PUB " + to + " " + reply + " " + body.length + "\r\n"));
            socket.getOutputStream().write(body);
            socket.getOutputStream().write(ascii("\r\n"));
            String answer = replyFor(reply);
            if (!answer.isEmpty()) {
                return JsonParser.parseString(answer).getAsJsonObject();
            }
        }
        throw new IOException("nobody answered " + to + " in time");
    }

    /** Empty if there is none within a moment; what belongs to an earlier request is left out. */
    private String replyFor(String reply) throws IOException {
        long until = System.nanoTime() + ANSWER_NANOS;
        while (System.nanoTime() - until < 0 && millisLeft() > 1) {
            if (awaitByte(ASK_AGAIN_MILLIS)) {
                String answer = readReply();
                if (subject.equals(reply)) {
                    if (answer.isEmpty()) {
                        awaitByte(NOBODY_MILLIS);
                    }
                    return answer;
                }
            }
        }
        return "";
    }

    /** Waits a little for the first byte only: a wait that ended within a line would lose half of it. */
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

    private void ask() throws IOException {
        socket.getOutputStream().write(INTRODUCE);
        asked = true;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** The payload of the next line if that is an answer; empty for "no responders" and for all other lines. */
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
            case "-ERR" -> throw new IOException("the server refused the question whether JetStream is ready: " + line);
            case "PING" -> socket.getOutputStream().write(ascii("PONG\r\n"));
            default -> {
                // +OK, PONG and further INFO lines say nothing about JetStream
            }
        }
        return "";
    }

    private String readPayload(String[] words, int headers) throws IOException {
        int size = Integer.parseInt(words[words.length - 1]);
        byte[] bytes = in.readNBytes(size + 2);
        if (bytes.length < size + 2) {
            throw new EOFException("the server closed the connection within an answer");
        }
        return new String(bytes, headers, size - headers, StandardCharsets.UTF_8);
    }

    /** A cluster without a leader yet says 503; any other answer is JetStream's own. */
    private static boolean isUnavailable(String answer) {
        JsonObject tree = JsonParser.parseString(answer).getAsJsonObject();
        JsonElement error = tree.get("error");
        return error != null && error.getAsJsonObject().get("code").getAsInt() == 503;
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
