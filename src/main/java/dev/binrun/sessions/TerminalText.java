package dev.binrun.sessions;

import dev.binrun.form.VisibleText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text for one line of a terminal: control characters are escaped, and long texts are shortened. */
public final class TerminalText {
    private static final int LONGEST_QUOTE = 80;

    private TerminalText() {}

    /** Returns the text with at most {@code longest} characters; {@code ...} shows that it was shortened. */
    public static String text(String text, int longest) {
        return text.codePointCount(0, text.length()) > longest
                ? VisibleText.line(text.substring(0, text.offsetByCodePoints(0, longest))) + "..."
                : VisibleText.line(text);
    }

    /** Returns at most {@code longest} bytes as UTF-8 text; if they were shortened, with the size of the whole. */
    public static String bytes(byte[] bytes, int longest) {
        if (bytes.length <= longest) {
            return text(new String(bytes, StandardCharsets.UTF_8), longest);
        }
        String head = new String(Arrays.copyOf(bytes, wholeCharacters(bytes, longest)), StandardCharsets.UTF_8);
        return text(head, longest) + "... (" + bytes.length + " bytes)";
    }

    /** Returns the text in quotation marks, with at most 80 characters. */
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
