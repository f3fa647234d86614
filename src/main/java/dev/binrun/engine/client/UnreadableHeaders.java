package dev.binrun.engine.client;

import dev.binrun.verdict.BrokenException;
import io.nats.client.support.IncomingHeadersProcessor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Explains the end of a thread that reads from a server. jnats cannot read every header that a server stores, such as
 * one that is not ASCII. Its exception does not name the message, so this class searches the last received bytes for
 * it.
 */
final class UnreadableHeaders {
    private static final Pattern HEAD = Pattern.compile("HMSG (\\S+) [^\r\n]* (\\d+) \\d+\r\n");
    private static final ThreadLocal<ByteBuffer> RECEIVED = new ThreadLocal<>();

    private UnreadableHeaders() {}

    /** Keeps the last received bytes of the current thread, without a copy. */
    static void received(byte[] bytes, int offset, int length) {
        RECEIVED.set(ByteBuffer.wrap(bytes, offset, length));
    }

    /** Returns an exception with one sentence if a header caused a failure on the current thread; else empty. */
    static Optional<BrokenException> explain(Throwable failure) {
        boolean header = failure instanceof IllegalArgumentException
                && Arrays.stream(failure.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals(IncomingHeadersProcessor.class.getName()));
        if (!header) {
            return Optional.empty();
        }
        String client = Thread.currentThread().getName().replaceFirst("^client (.*):\\d+$", "client '$1'");
        return Optional.of(new BrokenException(
                client + " lost its connection: the Java client cannot read the headers of a message"
                        + subject().map(subject -> " on '" + subject + "'").orElse("") + " (" + failure.getMessage()
                        + "). Headers must be ASCII; a stream with sources also needs ASCII subjects, because the"
                        + " server stores them in the header Nats-Stream-Source",
                ""));
    }

    /**
     * Returns the subject of the first message with unreadable headers; empty if its beginning was received earlier.
     */
    private static Optional<String> subject() {
        ByteBuffer received = RECEIVED.get();
        if (received == null) {
            return Optional.empty();
        }
        String text =
                new String(received.array(), received.position(), received.remaining(), StandardCharsets.ISO_8859_1);
        Matcher head = HEAD.matcher(text);
        while (head.find()) {
            int end = head.end() + Integer.parseInt(head.group(2));
            if (end <= text.length() && !isReadable(text.substring(head.end(), end))) {
                return Optional.of(
                        new String(head.group(1).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
            }
        }
        return Optional.empty();
    }

    private static boolean isReadable(String headers) {
        try {
            new IncomingHeadersProcessor(headers.getBytes(StandardCharsets.ISO_8859_1));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
