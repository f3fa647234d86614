package dev.binrun.sessions;

import dev.binrun.form.VisibleText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text from outside in one line of a terminal: characters that must not be printed are escaped, and a long text is cut. */
public final class TerminalText {
    private static final int LONGEST_QUOTE = 80;

    private TerminalText() {}

    /** The text, cut after so many characters. */
    public static String text(String text, int longest) {
        return text.codePointCount(0, text.length()) > longest
                ? VisibleText.line(text.substring(0, text.offsetByCodePoints(0, longest))) + "..."
                : VisibleText.line(text);
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
}
