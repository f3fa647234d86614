package dev.binrun.playground;

import io.nats.client.support.IncomingHeadersProcessor;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Rewrites the bytes from a server, so that the client can read all headers.
 *
 * <p>A character that is not ASCII becomes a question mark. If the client still cannot read the headers, they are
 * removed, and {@code HMSG} becomes {@code MSG}.
 */
final class ReadableHeaders {
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final ByteArrayOutputStream block = new ByteArrayOutputStream();
    private int blockLeft;
    private long payloadLeft;

    /**
     * Returns the bytes for the client after these bytes from the server. A block of headers is held back until it is
     * complete.
     */
    byte[] readable(byte[] bytes, int length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(length);
        int at = 0;
        while (at < length) {
            if (payloadLeft > 0) {
                int count = (int) Math.min(payloadLeft, length - at);
                out.write(bytes, at, count);
                payloadLeft -= count;
                at += count;
            } else if (blockLeft > 0) {
                int count = Math.min(blockLeft, length - at);
                block.write(bytes, at, count);
                blockLeft -= count;
                at += count;
                if (blockLeft == 0) {
                    endBlock(out);
                }
            } else {
                line.write(bytes[at]);
                if (bytes[at++] == '\n') {
                    endLine(out);
                }
            }
        }
        return out.toByteArray();
    }

    private void endLine(ByteArrayOutputStream out) {
        String[] words = words();
        if (words[0].equals("HMSG")) {
            blockLeft = number(words, 2);
            return;
        }
        out.writeBytes(line.toByteArray());
        line.reset();
        if (words[0].equals("MSG")) {
            payloadLeft = number(words, 1) + 2L;
        }
    }

    private void endBlock(ByteArrayOutputStream out) {
        String[] words = words();
        int size = number(words, 1) - block.size();
        byte[] headers = ascii(block.toByteArray());
        if (isReadable(headers)) {
            out.writeBytes(line.toByteArray());
            out.writeBytes(headers);
        } else {
            words[0] = "MSG";
            words[words.length - 2] = String.valueOf(size);
            words[words.length - 1] = "";
            out.writeBytes((String.join(" ", words).strip() + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        }
        line.reset();
        block.reset();
        payloadLeft = size + 2L;
    }

    private String[] words() {
        return line.toString(StandardCharsets.ISO_8859_1).strip().split(" ");
    }

    private static int number(String[] words, int fromTheEnd) {
        return Integer.parseInt(words[words.length - fromTheEnd]);
    }

    private static byte[] ascii(byte[] headers) {
        byte[] ascii = headers.clone();
        for (int i = 0; i < ascii.length; i++) {
            if (ascii[i] != '\r' && ascii[i] != '\n' && ascii[i] != '\t' && (ascii[i] < ' ' || ascii[i] > '~')) {
                ascii[i] = '?';
            }
        }
        return ascii;
    }

    private static boolean isReadable(byte[] headers) {
        try {
            new IncomingHeadersProcessor(headers);
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }
}
