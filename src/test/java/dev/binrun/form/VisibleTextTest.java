package dev.binrun.form;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain\n\ttext\r\n",
                "Grüße, Ελλάδα, Москва, 1\u00a0000",
                "مرحبا بالعالم",
                "שָׁלוֹם",
                "می\u200cخواهم", // Persian: a non-joiner between two letters
                "क्\u200dष", // Hindi: a joiner after a virama
                "👩\u200d💻 👨🏽\u200d👩\u200d👧 ❤\ufe0f\u200d🔥 1\ufe0f\u20e3",
                "葛\udb40\udd00飾区", // an ideographic variation
                "\u0600123",
                "日本\u3000語",
                "\ue0b0 private use"
            })
    void text_anyScript_isUnchanged(String text) {
        assertEquals(text, VisibleText.text(text));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "|\u001b[31mred\u0007|, \\x1b[31mred\\x07",
                "|a\u0000b\u007f\u0080\u009b2J\u0085|, a\\x00b\\x7f\\x80\\x9b2J\\x85",
                "|100%\rdone|, 100%\\rdone",
                "|\u202egpj.exe\u202c|, \\u202egpj.exe\\u202c",
                "|\u2066\u2067\u2068\u2069\u200e\u200f\u061c|, \\u2066\\u2067\\u2068\\u2069\\u200e\\u200f\\u061c",
                "|a\u200bb\ufeffc\u00add\u2060|, a\\u200bb\\ufeffc\\xadd\\u2060",
                "|ad\u200dmin\u200c|, ad\\u200dmin\\u200c",
                "|😀\u200d|, 😀\\u200d",
                "|\u2028\u2029|, \\u2028\\u2029",
                "|a\u034fb\u3164c\uffa0\u115f|, a\\u034fb\\u3164c\\uffa0\\u115f",
                "|😀\ufe0f\ufe0e|, 😀\ufe0f\\ufe0e",
                "|a \ufe0fb|, a \\ufe0fb",
                "|x\udb40\udc41\udb40\udc7f|, x\\U000e0041\\U000e007f",
                "|\uffff\ufdd0|, \\uffff\\ufdd0",
            })
    void text_controlOrInvisible_isShownAsCodePoint(String text, String shown) {
        assertEquals(shown, VisibleText.text(text));
        assertEquals(shown, VisibleText.text(VisibleText.text(text)));
    }

    @Test
    void text_loneSurrogate_isShownAsCodePoint() {
        assertEquals("a\\ud800b", VisibleText.text("a\ud800b"));
    }

    @Test
    void line_lineBreaks_areEscaped() {
        assertEquals("a\\nb\\tc\\r\\nd", VisibleText.line("a\nb\tc\r\nd"));
    }

    @Test
    void text_plain_isTheSameObject() {
        String text = "nothing to replace";

        assertSame(text, VisibleText.text(text));
    }
}
