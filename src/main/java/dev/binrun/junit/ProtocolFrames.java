package dev.binrun.junit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Splits the bytes of one direction of a NATS connection into operations. */
final class ProtocolFrames {
    /** The operations with headers or a payload, whose size is their last word. */
    private static final List<String> WITH_BODY = List.of("PUB", "HPUB", "MSG", "HMSG");

    private final Receiver receiver;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private String[] words;
    private byte[] body;
    private int filled;

    /** Receives the operations in order. */
    interface Receiver {
        /**
         * Receives an operation.
         *
         * @param words the name of the operation in upper case, and its arguments
         * @param body its headers and its payload
         */
        void operation(String[] words, byte[] body);
    }

    ProtocolFrames(Receiver receiver) {
        this.receiver = receiver;
    }

    /** Takes the next bytes. */
    void add(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            if (body != null) {
                int count = Math.min(body.length - filled, end - at);
                System.arraycopy(bytes, at, body, filled, count);
                filled += count;
                at += count;
                endBody();
            } else {
                line.write(bytes[at]);
                if (bytes[at++] == '\n') {
                    endLine();
                }
            }
        }
    }

    private void endLine() {
        words = line.toString(StandardCharsets.UTF_8).strip().split("[ \t]+");
        words[0] = words[0].toUpperCase(java.util.Locale.ROOT);
        line.reset();
        if (WITH_BODY.contains(words[0])) {
            body = new byte[Integer.parseInt(words[words.length - 1]) + 2]; // with the line's end
            filled = 0;
        } else {
            receiver.operation(words, new byte[0]);
        }
    }

    private void endBody() {
        if (filled == body.length) {
            byte[] whole = Arrays.copyOf(body, body.length - 2);
            body = null;
            receiver.operation(words, whole);
        }
    }
}
