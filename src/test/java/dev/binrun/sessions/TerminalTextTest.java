package dev.binrun.sessions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class TerminalTextTest {

    @Test
    void controlCharacters_areEscaped() {
        assertEquals("a\\nb\\r\\t\\x1b[31m\\x00\\x9b", TerminalText.text("a\nb\r\t\u001b[31m\0\u009b", 99));
    }

    @Test
    void bidiAndInvisibleCharacters_areEscaped() {
        assertEquals("\\u202e\\u200b\\u2028\\ufeff", TerminalText.text("\u202e\u200b\u2028\ufeff", 99));
    }

    @Test
    void plainText_staysUnchanged() {
        String text = "{\"id\":1} \u00e4\u20ac \ud83d\ude00";
        assertEquals(text, TerminalText.bytes(text.getBytes(StandardCharsets.UTF_8), 99));
    }

    @Test
    void invalidUtf8_isReplaced() {
        assertEquals("a\ufffdb", TerminalText.bytes(new byte[] {'a', (byte) 0xff, 'b'}, 99));
    }

    @Test
    void longPayload_isCutBetweenCharacters_andShowsItsSize() {
        byte[] payload = "\u20ac".repeat(100).getBytes(StandardCharsets.UTF_8);
        assertEquals("\u20ac\u20ac\u20ac... (300 bytes)", TerminalText.bytes(payload, 10));
    }

    @Test
    void longText_isCut() {
        assertEquals("abc...", TerminalText.text("abcd", 3));
        assertEquals("abcd", TerminalText.text("abcd", 4));
    }
}
