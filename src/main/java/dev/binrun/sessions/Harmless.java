package dev.binrun.sessions;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text from outside made fit for one line of a terminal: what is not printable is escaped, what is long is cut. */
public final class Harmless {
    private static final int LONGEST_QUOTE = 80;

    private Harmless() {}

    /** The text, cut after so many characters. */
    public static String text(String text, int longest) {
        StringBuilder line = new StringBuilder();
        text.codePoints().limit(longest).forEach(c -> append(line, c));
        return text.codePointCount(0, text.length()) > longest ? line + "..." : line.toString();
    }

    /** Bytes that are most likely UTF-8, cut after so many, with the whole size where they are cut. */
    public static String bytes(byte[] bytes, int longest) {
        if (bytes.length <= longest) {
            return text(new String(bytes, StandardCharsets.UTF_8), longest);
        }
        String head = new String(Arrays.copyOf(bytes, wholeCharacters(bytes, longest)), StandardCharsets.UTF_8);
        return text(head, longest) + "... (" + bytes.length + " bytes)";
    }

    static String quoted(String text) {
        return '"' + text(text, LONGEST_QUOTE) + '"';
    }

    private static int wholeCharacters(byte[] bytes, int longest) {
        int end = longest;
        while (end > longest - 4 && end > 0 && (bytes[end] & 0xc0) == 0x80) {
            end--;
        }
        return end;
    }

    private static void append(StringBuilder line, int c) {
        switch (c) {
            case '\n' -> line.append("\\n");
            case '\r' -> line.append("\\r");
            case '\t' -> line.append("\\t");
            default -> {
                if (printable(c)) {
                    line.appendCodePoint(c);
                } else {
                    line.append(String.format(c < 0x100 ? "\\x%02x" : "\\u%04x", c));
                }
            }
        }
    }

    private static boolean printable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
